using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Verifier.Tests.Artefacts;

/// <summary>One defect per case, each refused with a message that names it.</summary>
public class CircuitValidatorTests
{
    private const long Half = 0x7F000001 / 2;

    private static readonly Dictionary<string, (Action<Circuit> Spoil, string Message)> Defects = new()
    {
        ["axis of size 0"] = (c => c.Tensors[0] = c.Tensors[0] with { Shape = [2, 0, 3] }, "size 0"),
        ["negative axis"] = (c => c.Tensors[0] = c.Tensors[0] with { Shape = [2, -1, 3] }, "size -1"),
        ["too many axes"] = (c => c.Tensors[0] = c.Tensors[0] with { Shape = new int[9] }, "9 axes"),
        ["too many elements"] = (c => c.Tensors[0] = c.Tensors[0] with { Shape = [1 << 15, 1 << 14] }, "entries"),
        ["overflowing product"] = (c => c.Tensors[0] = c.Tensors[0] with { Shape = [int.MaxValue, int.MaxValue, 4] }, "entries"),
        ["vector"] = (c => c.Tensors[0] = c.Tensors[0] with { Vector = (CommittedVector)2 }, "vector is unknown"),
        ["long name"] = (c => c.Tensors[0] = c.Tensors[0] with { Name = new('é', 129) }, "256 bytes"),
        ["no model"] = (Witnessed, "no tensor of the model"),
        ["rows of size 0"] = (c => c.Rows[2] = c.Rows[2] with { Axes = [2, 0, 3] }, "size 0"),
        ["no columns"] = (c => c.Rows[2] = c.Rows[2] with { Columns = [] }, "0 columns"),
        ["too many columns"] = (c => c.Rows[2] = c.Rows[2] with { Columns = new ColumnTerm[33][] }, "33 columns"),
        ["too many terms"] = (c => c.Rows[2] = c.Rows[2] with { Columns = [new ColumnTerm[4097]] }, "4097 terms"),
        ["factor p/2"] = (c => c.Rows[2].Columns[0][0] = c.Rows[2].Columns[0][0] with { Factor = Half }, "factor"),
        ["factor -p/2"] = (c => c.Rows[2].Columns[0][0] = c.Rows[2].Columns[0][0] with { Factor = -Half }, "factor"),
        ["axis beyond"] = (c => c.Rows[0].Columns[0][0] = ColumnTerm.Index(3), "axis 3"),
        ["axis before"] = (c => c.Rows[0].Columns[0][0] = ColumnTerm.Index(-1), "axis -1"),
        ["unknown source"] = (c => c.Rows[0].Columns[0][0] = c.Rows[0].Columns[0][0] with { Source = (ColumnSource)9 }, "source"),
        ["no read"] = (c => c.Rows[0].Columns[0][0] = c.Rows[0].Columns[0][0] with { Source = ColumnSource.Read }, "lacks its read"),
        ["no product"] =
            (c => c.Rows[0].Columns[0][0] = c.Rows[0].Columns[0][0] with { Source = ColumnSource.InnerProduct }, "lacks its inner"),
        ["tensor beyond"] = (c => Read(c, TensorRead.Identity(8, 3)), "tensor 8 does not exist"),
        ["tensor before"] = (c => Read(c, TensorRead.Identity(-1, 3)), "tensor -1 does not exist"),
        ["rank"] = (c => Read(c, TensorRead.Identity(TinyCircuit.Output, 2)), "3 axes is read with 2"),
        ["variable beyond"] = (c => Read(c, TensorRead.Identity(TinyCircuit.Copy, 1) with { Indices = [AffineIndex.Of(3)] }), "variable 3"),
        ["variable twice in one index"] =
            (c => Read(c, new(TinyCircuit.Copy, [new([new(1, 1), new(1, 2)], 0)])), "variable 1 occurs twice"),
        ["diagonal"] = (c => Read(c, new(TinyCircuit.Image, [AffineIndex.Of(1), AffineIndex.Of(1)])), "variable 1 occurs twice"),
        ["stride 0"] = (c => Read(c, new(TinyCircuit.Copy, [AffineIndex.Of(1, stride: 0)])), "stride 0"),
        ["stride too large"] = (c => Read(c, new(TinyCircuit.Copy, [AffineIndex.Of(1, stride: int.MinValue)])), "stride"),
        ["shift too far"] = (c => Read(c, new(TinyCircuit.Copy, [AffineIndex.Of(1, shift: int.MinValue)])), "shift"),
        ["table reads witness"] =
            (c => c.Rows[3].Columns[0][0] = ColumnTerm.Of(TensorRead.Identity(TinyCircuit.RangeCounts, 1)), "reads the witness"),
        ["table with accumulator"] = (c => c.Rows[1].Columns[2][0] = c.Rows[0].Columns[2][0], "contains an inner product"),
        ["negative inner size"] = (c => Product(c, product => product with { InnerSizes = [3, -3] }), "size -3"),
        ["unread summed variable"] = (c => Product(c, product => product with { InnerSizes = [3, 3, 2] }), "neither operand"),
        ["shared but not read by both"] = (c => Product(c, product => product with { Shared = [0] }), "axis 0"),
        ["shared beyond"] = (c => Product(c, product => product with { Shared = [7] }), "does not exist"),
        ["read by both but not shared"] = (c => Product(c, product => product with
        {
            Left = new(TinyCircuit.Weights, [AffineIndex.Of(1), AffineIndex.Of(3), AffineIndex.Of(4)]),
        }), "axis 1"),
        ["negative table"] = (c => c.Rows[2] = c.Rows[2] with { Table = -1 }, "table -1"),
        ["huge table"] = (c => c.Rows[2] = c.Rows[2] with { Table = int.MaxValue }, "exceeds the limit"),
        ["undefined table"] = (c => c.Rows[2] = c.Rows[2] with { Table = 3 }, "table 2 has no rows"),
        ["widths differ"] = (c => c.Rows[2] = c.Rows[2] with { Table = 0 }, "different widths"),
        ["multiplicity -2"] = (c => c.Rows[2] = c.Rows[2] with { Multiplicity = -2 }, "neither a tensor nor -1"),
        ["multiplicity beyond"] = (c => c.Rows[3] = c.Rows[3] with { Multiplicity = 8 }, "tensor 8"),
        ["multiplicity of the model"] = (c => c.Rows[1] = c.Rows[1] with { Multiplicity = TinyCircuit.TableColumn }, "not in the witness"),
        ["multiplicity of other shape"] = (c => c.Rows[3] = c.Rows[3] with { Axes = [15] }, "another shape"),
        ["multiplicity twice"] = (c => c.Rows[2] = c.Rows[3], "count other rows"),
        ["constraint without terms"] = (c => c.Constraints[0] = c.Constraints[0] with { Terms = [] }, "0 terms"),
        ["constraint factor"] = (c => Term(c, term => term with { Factor = long.MinValue }), "factor"),
        ["constraint strides"] = (c => Term(c, term => term with { Strides = [9, 3] }), "one stride per axis"),
        ["constraint stride 0"] = (c => Term(c, term => term with { Strides = [9, 3, 0] }), "stride 0"),
        ["constraint too long"] = (c => Term(c, term => term with { Strides = [9, 3, 1L << 40] }), "too many entries"),
        ["constraint overflow"] = (c => Term(c, term => term with { Strides = [9, 3, long.MaxValue] }), "too many entries"),
        ["constraint axis not read"] = (c => Term(c, term => term with
        {
            Read = term.Read with { Indices = [AffineIndex.Of(0), AffineIndex.Of(1), AffineIndex.Constant(0)] },
        }), "axis 2"),
        ["public beyond"] = (c => c.Publics[0] = c.Publics[0] with { Tensor = 8 }, "tensor 8"),
        ["public weights"] = (c => c.Publics[0] = c.Publics[0] with { Tensor = 0 }, "not in the witness"),
        ["public twice"] = (c => c.Publics[0] = c.Publics[0] with { Tensor = TinyCircuit.Output }, "public twice"),
        ["public name twice"] = (c => c.Publics[0] = c.Publics[0] with { Name = "output", IsInput = false }, "name occurs twice"),
        ["public empty range"] = (c => c.Publics[0] = c.Publics[0] with { Low = 256 }, "range is empty"),
        ["public wide range"] = (c => c.Publics[0] = c.Publics[0] with { High = int.MaxValue }, "too wide"),
        ["public range far away"] = (c => c.Publics[0] = c.Publics[0] with { ZeroPoint = int.MinValue }, "too wide"),
        ["fixed tensor of the witness"] = (c => c.Tensors[2] = c.Tensors[2] with { IsFixed = true }, "not in the model"),
        ["digest without a fixed tensor"] = (c => c.Tensors[1] = c.Tensors[1] with { IsFixed = false }, "no fixed tensor"),
        ["explicit work"] = (HugeWindow, "cost more than"),
        ["leaves"] = (c => Grow(c, 1 << 14), "stored elements of the witness"),
    };

    public static TheoryData<string> Names => [.. Defects.Keys];

    [Fact]
    public void The_circuit_without_defects_is_accepted() => CircuitValidator.Validate(TinyCircuit.Build());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_defect_is_refused(string name)
    {
        Circuit circuit = TinyCircuit.Build();
        (Action<Circuit> spoil, string message) = Defects[name];
        spoil(circuit);
        var fault = Assert.Throws<MalformedArtefactException>(() => CircuitValidator.Validate(circuit));
        Assert.Equal(ArtefactFault.Malformed, fault.Fault);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_tensors_have_a_digest_a_hidden_model_and_a_limit()
    {
        Circuit circuit = TinyCircuit.Build();
        AssertRefused(circuit with { Tables = null }, "no digest of their values");
        AssertRefused(circuit with { ModelProofs = 0 }, "the model is public");
        CommittedTensor[] more = [.. circuit.Tensors, new("more", CommittedVector.Model, [1 << 24]) { IsFixed = true }];
        AssertRefused(circuit with { Tensors = more }, "16777226 values");
    }

    [Fact]
    public void Too_many_blocks_are_refused()
    {
        Circuit circuit = TinyCircuit.Build();
        // 3 = 2 + 1, so eight such axes take 256 blocks.
        IEnumerable<CommittedTensor> more = Enumerable.Range(0, 300).Select(i =>
            new CommittedTensor($"t{i}", i % 2 == 0 ? CommittedVector.Model : CommittedVector.Witness, [3, 3, 3, 3, 3, 3, 3, 3]));
        circuit = circuit with { Tensors = [.. circuit.Tensors, .. more] };
        AssertRefused(circuit, "blocks of tensors");
    }

    private static void AssertRefused(Circuit circuit, string message)
    {
        var fault = Assert.Throws<MalformedArtefactException>(() => CircuitValidator.Validate(circuit));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static void Witnessed(Circuit circuit)
    {
        for (int i = 0; i < circuit.Tensors.Length; i++)
        {
            circuit.Tensors[i] = circuit.Tensors[i] with { Vector = CommittedVector.Witness };
        }
    }

    private static void Read(Circuit circuit, TensorRead read) => circuit.Rows[0].Columns[1][0] = ColumnTerm.Of(read);

    private static void Product(Circuit circuit, Func<InnerProduct, InnerProduct> change) =>
        circuit.Rows[0].Columns[2][0] = ColumnTerm.Of(change(circuit.Rows[0].Columns[2][0].Product!));

    private static void Term(Circuit circuit, Func<ConstraintTerm, ConstraintTerm> change) =>
        circuit.Constraints[0].Terms[0] = change(circuit.Constraints[0].Terms[0]);

    private static void HugeWindow(Circuit circuit)
    {
        circuit.Tensors[TinyCircuit.Copy] = circuit.Tensors[TinyCircuit.Copy] with { Shape = [1 << 20] };
        circuit.Constraints[0] = new("window",
        [
            new(1, [1 << 14, 1 << 14], [1, 1], new(TinyCircuit.Copy, [new([new(0, 1), new(1, 1)], 0)])),
        ]);
    }

    private static void Grow(Circuit circuit, int size)
    {
        for (int i = 0; i < circuit.Tensors.Length; i++)
        {
            if (circuit.Tensors[i].Vector == CommittedVector.Witness) circuit.Tensors[i] = circuit.Tensors[i] with { Shape = [size, size] };
        }
    }
}
