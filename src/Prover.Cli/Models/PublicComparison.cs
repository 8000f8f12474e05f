using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Cli.Models;

/// <summary>Compares the public values of a statement with a caller's files, through the interface that the key carries.</summary>
internal sealed class PublicComparison
{
    private readonly Circuit circuit;
    private readonly ModelInterface face;

    /// <summary>Prepares a key.</summary>
    /// <exception cref="CommandFailure">The key carries no interface.</exception>
    public PublicComparison(string path, VerificationKey key)
    {
        if (key.Interface.Length == 0)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                "no_interface",
                $"{path}: the key does not say how inputs and outputs become integers",
                "make it with `prover setup`");
        }
        circuit = key.Circuit;
        face = ArtefactFile.Read(path, _ =>
        {
            ModelInterface found = ModelInterface.Read(key.Interface);
            found.CheckInputs(key.Circuit);
            return found;
        });
    }

    /// <summary>The integers of the caller's inputs, by name.</summary>
    /// <exception cref="CommandFailure">An input is not public.</exception>
    public IReadOnlyDictionary<string, int[]> ReadInputs(IReadOnlyList<string> files)
    {
        foreach (InputQuantization input in face.Inputs)
        {
            if (!circuit.Publics.Any(tensor => tensor.IsInput && tensor.Name == input.Input.Name))
            {
                throw CommandFailure.Usage(
                    $"--input: input {input.Input.Name} is not public, so a proof does not contain it",
                    "if it is hashed, compare its digest with --expect");
            }
        }
        IReadOnlyDictionary<string, DenseTensor> tensors = ModelInputReader.Read(files, [.. face.Inputs.Select(input => input.Input)]);
        return face.Inputs.ToDictionary(input => input.Input.Name, input => input.Apply(tensors[input.Input.Name]));
    }

    /// <summary>What differs between proven and given inputs, or null.</summary>
    public string? CompareInputs(Statement statement, IReadOnlyDictionary<string, int[]> inputs)
    {
        for (int i = 0; i < circuit.Publics.Length; i++)
        {
            PublicTensor tensor = circuit.Publics[i];
            if (!tensor.IsInput || !inputs.TryGetValue(tensor.Name, out int[]? given)) continue;
            int[] proven = statement.PublicValues[i];
            int place = given.AsSpan().CommonPrefixLength(proven);
            if (place < proven.Length)
            {
                return $"input {tensor.Name} differs: element {place} is {proven[place]} in the proof and {given[place]} in the file";
            }
        }
        return null;
    }

    /// <summary>What differs between the proven outputs and those of a file, or null.</summary>
    public string? CompareOutputs(Statement statement, string file)
    {
        IReadOnlyList<KeyValuePair<string, DenseTensor>> proven = face.Outputs(circuit, statement);
        string? hidden = face.Head.OutputNames.FirstOrDefault(name => proven.All(output => output.Key != name));
        if (hidden is not null)
        {
            throw CommandFailure.Usage(
                $"--output: output {hidden} is not public, so a proof does not contain it",
                "if it is hashed, compare its digest with --expect");
        }
        IReadOnlyDictionary<string, DenseTensor> given = ModelInputReader.Read(
            [file], [.. proven.Select(output => new ModelInput(output.Key, output.Value.ElementType, output.Value.Shape))]);
        foreach ((string name, DenseTensor tensor) in proven)
        {
            double[] ours = tensor.ToDouble(), theirs = given[name].ToDouble();
            int place = ours.AsSpan().CommonPrefixLength(theirs);
            if (place < ours.Length)
            {
                return $"output {name} differs: element {place} is {Output.Quantity.Number(ours[place])} in the proof "
                    + $"and {Output.Quantity.Number(theirs[place])} in the file";
            }
        }
        return null;
    }
}
