using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hashed;
using Prover.Verifier.Soundness;
using Prover.Verifier.Tests.Artefacts;

namespace Prover.Verifier.Tests.Hashed;

/// <summary>What a verifier knows of hashed tensors: their encoding, their defects, their errors, their forms (SPEC §5.10).</summary>
public class HashedTensorTests
{
    private const int Count = 5, Copy = 8;

    private static readonly Dictionary<string, (Func<Circuit, Circuit> Spoil, string Message)> Defects = new()
    {
        ["proofs reveal"] = (c => c with { Hiding = false }, "proofs do not hide"),
        ["tensor beyond"] = (c => With(c, c.Hashed[0] with { Tensor = 9 }), "tensor 9 does not exist"),
        ["tensor before"] = (c => With(c, c.Hashed[0] with { Tensor = -1 }), "tensor -1 does not exist"),
        ["model"] = (c => With(c, c.Hashed[0] with { Tensor = TinyCircuit.Weights }), "not in the witness"),
        ["no integers"] = (c => With(c, c.Hashed[0] with { Count = 0 }), "0 integers"),
        ["too many integers"] = (c => With(c, c.Hashed[0] with { Count = HashedShape.GreatestCount + 1 }), "integers"),
        ["another shape"] = (c => With(c, c.Hashed[0] with { Count = 1025 }), "shape of its count"),
        ["zero point"] = (c => With(c, c.Hashed[0] with { ZeroPoint = (int)(KoalaBear.Order / 2) }), "zero point"),
        ["twice"] = (c => c with { Hashed = [c.Hashed[0], c.Hashed[0] with { Name = "other" }] }, "public or hashed twice"),
        ["public too"] = (c => With(c, c.Hashed[0] with { Tensor = c.Publics[0].Tensor }), "public or hashed twice"),
        ["name twice"] =
            (c => With(c, c.Hashed[0] with { Name = c.Publics[0].Name, IsInput = c.Publics[0].IsInput }), "name occurs twice"),
        ["long name"] = (c => With(c, c.Hashed[0] with { Name = new('é', 129) }), "name is too long"),
        ["too many"] = (c => c with { Hashed = [.. Enumerable.Repeat(c.Hashed[0], 17)] }, "17 hashed tensors"),
    };

    public static TheoryData<string> DefectNames => [.. Defects.Keys];

    [Fact]
    public void A_circuit_with_hashed_tensors_is_read_as_it_was_written()
    {
        Circuit circuit = Build(), read = CircuitReader.Read(CircuitWriter.Write(circuit));
        Assert.Equal(circuit.Hashed, read.Hashed);
        Assert.Equal(CircuitWriter.Write(circuit), CircuitWriter.Write(read));
        Assert.NotEqual(CircuitDigest.Of(circuit), CircuitDigest.Of(circuit with { Hashed = [] }));
    }

    [Theory]
    [MemberData(nameof(DefectNames))]
    public void Each_defect_is_refused(string name)
    {
        (Func<Circuit, Circuit> spoil, string message) = Defects[name];
        var error = Assert.Throws<MalformedArtefactException>(() => CircuitValidator.Validate(spoil(Build())));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Throws<MalformedArtefactException>(() => CircuitReader.Read(CircuitWriter.Write(spoil(Build()))));
    }

    [Fact]
    public void Positions_are_as_many_as_the_specification_says_for_every_size()
    {
        for (int count = 1; count <= HashedShape.GreatestCount; count *= 2)
        {
            var shape = new HashedShape(count);
            Assert.Equal((77, 83), (shape.Queries(SecurityProfile.P100), shape.Queries(SecurityProfile.P128)));
            Assert.True(shape.RowBudget / shape.Queries(SecurityProfile.P128) >= 12);
        }
    }

    /// <summary>As many and as long hashed tensors as there may be leave every profile its bits.</summary>
    [Theory]
    [InlineData(100, 1, 16)]
    [InlineData(100, HashedShape.GreatestCount, 16)]
    [InlineData(128, 1, 16)]
    [InlineData(128, 150_528, 4)]
    [InlineData(128, HashedShape.GreatestCount, 1)]
    public void Hashed_tensors_do_not_weaken_a_profile(int bits, int count, int tensors)
    {
        SecurityProfile profile = SecurityProfile.All.First(candidate => candidate.Bits == bits);
        for (int logRows = WhirParameters.LeastHidingLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
        {
            SoundnessReport report = SoundnessCalculator.Calculate(new()
            {
                Opening = new(new JointShape(logRows, 6, 0, 0, 0, 64, hiding: true), profile),
                Leaves = 1 << 20,
                LogLeaves = 20,
                TupleWidth = 6,
                InnerProductVariables = 20,
                LinearClaims = 50,
                Pads = new(20, 20),
                Hashed = [.. Enumerable.Repeat(new HashedShape(count), tensors)],
            });
            Assert.True(report.Reaches(bits), $"2^{logRows} rows: {report.TotalBits} bits");
            Assert.Equal(3 * tensors, report.Terms.Count(term => term.Name.StartsWith("hashed tensor", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_extension_of_a_sum_of_powers_is_that_of_its_entries()
    {
        const int Bits = 5;
        var random = new Random(3);
        KoalaBear[] points = [.. Enumerable.Range(0, 3).Select(_ => KoalaBear.FromInteger(random.NextInt64(KoalaBear.Order)))];
        KoalaBear5[] weights = [.. points.Select((_, i) => KoalaBear5.FromInteger(i + 2))];
        KoalaBear5[] at = [.. Enumerable.Range(0, Bits).Select(_ => KoalaBear5.FromInteger(random.NextInt64(KoalaBear.Order)))];
        var sum = new PowerSum(points, weights, Bits);
        var expected = new KoalaBear5[1 << Bits];
        for (int i = 0; i < expected.Length; i++)
        {
            for (int j = 0; j < points.Length; j++) expected[i] += weights[j] * points[j].Power((ulong)i);
        }
        Assert.Equal(expected, sum.Entries());
        Assert.Equal(new AxisVector(expected).Extension(at), sum.Extension(at));
        Assert.Equal(new AxisVector(expected).Extension(at), new AxisVector(sum).Extension(at));
    }

    [Fact]
    public void A_hashed_circuit_lists_its_claims_and_errors()
    {
        Circuit circuit = Build();
        var key = new ArgumentKey(circuit, 1000, SecurityProfile.P100);
        Assert.Contains(key.Soundness().Terms, term => term.Name == "hashed tensor 0, positions");
    }

    private static Circuit Build()
    {
        Circuit tiny = TinyCircuit.Build();
        CommittedTensor copy = new("hashed copy", CommittedVector.Witness, new HashedShape(Count).TensorShape);
        return tiny with { Tensors = [.. tiny.Tensors, copy], Hiding = true, Hashed = [new("secret", true, Copy, Count, 3)] };
    }

    private static Circuit With(Circuit circuit, HashedTensor tensor) => circuit with { Hashed = [tensor] };
}
