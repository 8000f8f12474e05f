using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Tests.Arguments;

/// <summary>The decomposition of SPEC §5.2-5.5 against the plain semantics of SPEC §4.</summary>
public class LeafClaimsTests
{
    private const int Convolutions = 25, All = 55;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Convolutions)];

    public static TheoryData<int> AllSeeds => [.. Enumerable.Range(0, All)];

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Leaf_claims_equal_the_extension_of_the_leaves(int seed)
    {
        var random = new Random(seed);
        (Circuit circuit, int[][] values) = Draw(random, seed);
        var layout = new CircuitLayout(circuit);
        var naive = new NaiveCircuit(circuit, layout, values);
        KoalaBear5 alpha = SampleCircuits.Element(random), beta = SampleCircuits.Element(random);
        KoalaBear5[] point = SampleCircuits.Point(random, layout.LogLeaves);
        KoalaBear5[] joint = naive.JointVector(random);
        (KoalaBear5[] numerators, KoalaBear5[] denominators) = naive.Leaves(alpha, beta);

        var claims = new LeafClaims(circuit, layout, point, alpha, beta);
        Assert.Equal(NaiveCircuit.Extension(numerators, point), NaiveCircuit.Value(claims.Numerator, joint));

        KoalaBear5[] left = new KoalaBear5[1 << claims.Variables], right = new KoalaBear5[1 << claims.Variables];
        for (int i = 0; i < left.Length; i++) (left[i], right[i]) = Operands(claims, layout, joint, i);
        KoalaBear5 accumulators = left.Zip(right).Aggregate(KoalaBear5.Zero, (sum, pair) => sum + (pair.First * pair.Second));
        Assert.Equal(
            NaiveCircuit.Extension(denominators, point), NaiveCircuit.Value(claims.Denominator, joint) + accumulators);

        KoalaBear5[] rho = SampleCircuits.Point(random, claims.Variables);
        LinearForm leftForm = new(), rightForm = new();
        foreach (Segment segment in claims.Segments) segment.AddForms(new(rho), layout.TensorBlocks, leftForm, rightForm);
        Assert.Equal(NaiveCircuit.Extension(left, rho), NaiveCircuit.Value(leftForm, joint));
        Assert.Equal(NaiveCircuit.Extension(right, rho), NaiveCircuit.Value(rightForm, joint));
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_form_extends_to_the_value_it_has_on_eq(int seed)
    {
        var random = new Random(seed);
        (Circuit circuit, int[][] values) = Draw(random, seed);
        var layout = new CircuitLayout(circuit);
        KoalaBear5 alpha = SampleCircuits.Element(random), beta = SampleCircuits.Element(random), x = SampleCircuits.Element(random);
        var claims = new LeafClaims(circuit, layout, SampleCircuits.Point(random, layout.LogLeaves), alpha, beta);
        LinearForm all = new(), left = new(), right = new();
        KoalaBear5[] rho = SampleCircuits.Point(random, claims.Variables);
        foreach (Segment segment in claims.Segments) segment.AddForms(new(rho), layout.TensorBlocks, left, right);
        foreach (LinearForm form in (LinearForm[])[claims.Numerator, claims.Denominator, left, right,
            ConstraintForms.Of(circuit.Constraints[0], layout, x)])
        {
            all.Add(form, SampleCircuits.Element(random));
        }
        KoalaBear5[] point = SampleCircuits.Point(random, layout.Variables);
        var equality = new KoalaBear5[1 << layout.Variables];
        for (int i = 0; i < equality.Length; i++) equality[i] = MultilinearExtension.EqualityAt(point, i);
        Assert.Equal(NaiveCircuit.Value(all, equality) - all.Constant, all.Extension(point));
        Assert.Equal(values.Length, circuit.Tensors.Length);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Constraints_and_public_values_weigh_entries_with_powers(int seed)
    {
        var random = new Random(seed);
        (Circuit circuit, int[][] values) = SampleCircuits.Convolution(random);
        var layout = new CircuitLayout(circuit);
        KoalaBear5[] joint = new NaiveCircuit(circuit, layout, values).JointVector(random);
        KoalaBear5 x = SampleCircuits.Element(random);
        KoalaBear5 expected = PublicValues.Evaluate(values[0], 0, x) - (PublicValues.Evaluate(values[5], 0, x) * KoalaBear.FromInteger(2));
        Assert.Equal(expected, NaiveCircuit.Value(ConstraintForms.Of(circuit.Constraints[0], layout, x), joint));
        int zeroPoint = circuit.Publics[0].ZeroPoint;
        int[] shown = [.. values[0].Select(value => value + zeroPoint)];
        LinearForm form = ConstraintForms.OfTensor(0, circuit.Tensors[0].Shape, layout, x);
        Assert.Equal(PublicValues.Evaluate(shown, zeroPoint, x), NaiveCircuit.Value(form, joint));
    }

    /// <summary>The entries of a constraint in powers of a challenge, with strides that no layout has.</summary>
    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_constraint_weighs_any_read_with_powers(int seed)
    {
        var random = new Random(seed);
        (Circuit circuit, int[][] values) = RandomCircuits.Draw(random);
        var layout = new CircuitLayout(circuit);
        var naive = new NaiveCircuit(circuit, layout, values);
        KoalaBear5 x = SampleCircuits.Element(random), expected = default;
        foreach (ConstraintTerm term in circuit.Constraints[0].Terms)
        {
            foreach (int[] at in NaiveCircuit.Indices(term.Axes))
            {
                ulong number = (ulong)at.Zip(term.Strides).Sum(pair => pair.First * pair.Second);
                expected += x.Power(number) * KoalaBear.FromInteger(term.Factor * naive.Read(term.Read, at));
            }
        }
        Assert.Equal(expected, NaiveCircuit.Value(ConstraintForms.Of(circuit.Constraints[0], layout, x), naive.JointVector(random)));
    }

    private static (Circuit Circuit, int[][] Values) Draw(Random random, int seed) =>
        seed < Convolutions ? SampleCircuits.Convolution(random) : RandomCircuits.Draw(random);

    private static (KoalaBear5 Left, KoalaBear5 Right) Operands(LeafClaims claims, CircuitLayout layout, KoalaBear5[] joint, int entry)
    {
        var corner = new KoalaBear5[claims.Variables];
        for (int bit = 0; bit < corner.Length; bit++)
        {
            corner[bit] = KoalaBear5.FromInteger((entry >> (corner.Length - 1 - bit)) & 1);
        }
        LinearForm left = new(), right = new();
        foreach (Segment segment in claims.Segments) segment.AddForms(new(corner), layout.TensorBlocks, left, right);
        return (NaiveCircuit.Value(left, joint), NaiveCircuit.Value(right, joint));
    }
}
