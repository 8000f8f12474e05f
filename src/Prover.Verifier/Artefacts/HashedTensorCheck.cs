using System.Text;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;

namespace Prover.Verifier.Artefacts;

/// <summary>Checks what the argument assumes of hashed tensors (SPEC §5.10, §8.3).</summary>
internal static class HashedTensorCheck
{
    /// <summary>Demands that hashed tensors exist, have their shape, are hidden, and are listed once.</summary>
    public static void Check(Circuit circuit, FormWork work)
    {
        MalformedArtefactException.ThrowIf(
            circuit.Hashed.Length > CircuitLimits.HashedTensors, $"there are {circuit.Hashed.Length} hashed tensors");
        // Without hiding, a proof may reveal what the digest hides.
        MalformedArtefactException.ThrowIf(
            circuit.Hashed.Length > 0 && !circuit.Hiding, "the circuit has hashed tensors and its proofs do not hide");
        var listed = new HashSet<int>(circuit.Publics.Select(tensor => tensor.Tensor));
        var names = new HashSet<(bool, string)>(circuit.Publics.Select(tensor => (tensor.IsInput, tensor.Name)));
        foreach (HashedTensor tensor in circuit.Hashed)
        {
            string where = $"hashed tensor '{tensor.Name}'";
            Require(Encoding.UTF8.GetByteCount(tensor.Name) <= CircuitLimits.NameBytes, where, "its name is too long");
            Require(tensor.Tensor >= 0 && tensor.Tensor < circuit.Tensors.Length, where, $"tensor {tensor.Tensor} does not exist");
            Require(circuit.Tensors[tensor.Tensor].Vector == CommittedVector.Witness, where, "it is not in the witness");
            Require(listed.Add(tensor.Tensor), where, $"tensor {tensor.Tensor} is public or hashed twice");
            Require(names.Add((tensor.IsInput, tensor.Name)), where, "its name occurs twice");
            Require(tensor.Count is > 0 and <= HashedShape.GreatestCount, where, $"it has {tensor.Count} integers");
            const int Half = (int)(KoalaBear.Order / 2);
            Require(tensor.ZeroPoint is > -Half and < Half, where, $"its zero point is {tensor.ZeroPoint}");
            int[] shape = circuit.Tensors[tensor.Tensor].Shape;
            Require(shape.AsSpan().SequenceEqual(new HashedShape(tensor.Count).TensorShape), where, "it has not the shape of its count");
            // Two forms: the value outside the domain, and the rows, whose sum of powers costs about as much.
            var box = new CircuitBox(circuit, [], shape, where);
            work.Add(box, TensorRead.Identity(tensor.Tensor, shape.Length));
            work.AddPowerSum(box, TensorRead.Identity(tensor.Tensor, shape.Length));
        }
        work.CheckTotal();
    }

    private static void Require(bool condition, string where, string message)
    {
        if (!condition) throw new MalformedArtefactException(ArtefactFault.Malformed, $"{where}: {message}");
    }
}
