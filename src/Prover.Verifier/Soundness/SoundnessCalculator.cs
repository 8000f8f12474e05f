using System.Globalization;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashed;
using Prover.Verifier.Refresh;

namespace Prover.Verifier.Soundness;

/// <summary>Adds up what a cheating prover may gain at each challenge of a proof (SPEC §7.3).</summary>
public static class SoundnessCalculator
{
    /// <summary>
    /// All sources of error. Because an out-of-domain sample binds the committed vectors before the first challenge, the
    /// arguments before the opening carry no factor for the list of near codewords; the batched claim must be false for all of them.
    /// </summary>
    public static SoundnessReport Calculate(SoundnessInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var terms = new List<SoundnessTerm>();
        AddArguments(terms, input);
        AddOpening(terms, input.Opening);
        terms.Add(HashCollision);
        return new(terms);
    }

    /// <summary>All sources of error of a refresh proof (SPEC §8.10): the sample, one linear claim, the opening.</summary>
    internal static SoundnessReport OfRefresh(WhirParameters opening)
    {
        double order = SoundnessError.ExtensionOrder;
        int variables = RefreshArgument.PointLength(opening.Shape);
        var terms = new List<SoundnessTerm>
        {
            OutOfDomain(opening),
            new("difference of the models", Invariant($"m/q, m = {variables}"), variables / order),
            Claims(opening, 2),
        };
        AddOpening(terms, opening);
        terms.Add(HashCollision);
        return new(terms);
    }

    private static SoundnessTerm HashCollision { get; } =
        new("hash collision", "BLAKE3, 256 bits: 2^-128 per evaluation", Math.ScaleB(1, -128), Math.ScaleB(1, -128), true);

    private static SoundnessTerm OutOfDomain(WhirParameters opening) => new(
        "out-of-domain, committed vectors",
        Invariant($"L^2/2 m/q, L = {opening.Codes[0].Bound.ListSize:F0}, m = {opening.Shape.Variables}"),
        SoundnessError.OutOfDomain(opening.Codes[0].Bound, opening.Shape.Variables, SoundnessError.ExtensionOrder));

    private static void AddArguments(List<SoundnessTerm> terms, SoundnessInput input)
    {
        double order = SoundnessError.ExtensionOrder;
        WhirParameters opening = input.Opening;
        SecurityProfile profile = opening.Profile;
        terms.Add(OutOfDomain(opening));
        double fingerprint = SoundnessError.AfterWork(input.Leaves * (input.TupleWidth + 2.0) / order, profile.LookupWork);
        terms.Add(new(
            "lookup fingerprint",
            Invariant($"N (W + 2)/q 2^-g, N = {input.Leaves}, W = {input.TupleWidth}, g = {profile.LookupWork}"), fingerprint));
        double layers = input.LogLeaves;
        terms.Add(new(
            "fraction tree", Invariant($"3/q per round, n (3 n + 1)/2 in all, n = {input.LogLeaves}"), 3 / order,
            layers * ((3 * layers) + 1) / 2 / order));
        if (input.InnerProductVariables > 0)
        {
            terms.Add(new(
                "inner products", Invariant($"2/q per round, {input.InnerProductVariables} rounds"), 2 / order,
                2.0 * input.InnerProductVariables / order));
        }
        if (input.Pads.IsHiding) AddHiding(terms, input);
        for (int i = 0; i < input.Hashed.Count; i++) AddHashed(terms, i, input.Hashed[i], profile);
        foreach (CombinedEquations combined in input.Combined)
        {
            terms.Add(new(
                combined.Name, Invariant($"(n - 1)/q, n = {combined.Length}"),
                SoundnessError.Combination(1, combined.Length, order)));
        }
        terms.Add(Claims(opening, input.LinearClaims));
    }

    /// <summary>Hidden equations, one per layer of the tree and one for the operands, and the products of pads.</summary>
    private static void AddHiding(List<SoundnessTerm> terms, SoundnessInput input)
    {
        double order = SoundnessError.ExtensionOrder;
        int equations = input.LogLeaves + 1, variables = input.Pads.Variables;
        terms.Add(new(
            "hidden equations", Invariant($"(n - 1)/q, n = {equations}"), SoundnessError.Combination(1, equations, order)));
        terms.Add(new("products of pads", Invariant($"k/q, 2^k triples, k = {variables}"), variables / order));
        terms.Add(new("mask of the products", "1/q", 1 / order));
        terms.Add(new(
            "rounds of the products", Invariant($"3/q per round, {variables} rounds"), 3 / order, 3.0 * variables / order));
    }

    /// <summary>A hashed tensor: its value outside the domain, its positions, its rows in powers of one challenge.</summary>
    private static void AddHashed(List<SoundnessTerm> terms, int number, HashedShape shape, SecurityProfile profile)
    {
        double order = SoundnessError.ExtensionOrder;
        CodeBound bound = shape.Bound;
        int degree = (2 << shape.LogRows) + shape.Columns - 2, queries = shape.Queries(profile);
        terms.Add(new(
            $"hashed tensor {number}, value", Invariant($"L^2/2 d/q, L = {bound.ListSize:F0}, d = {degree}"),
            SoundnessError.OutOfDomain(bound, degree, order)));
        terms.Add(new(
            $"hashed tensor {number}, positions",
            Invariant($"(1 - delta)^t 2^-g, delta = {bound.Radius:F4}, t = {queries}, g = {profile.QueryWork}"),
            SoundnessError.AfterWork(SoundnessError.Queries(bound, queries), profile.QueryWork)));
        int words = queries * shape.Columns;
        terms.Add(new(
            $"hashed tensor {number}, rows", Invariant($"(n - 1)/q, n = {words}"), SoundnessError.Combination(1, words, order)));
    }

    /// <summary>For every tuple near the commitments: if one claim is false, that of the sample included, the batched one is.</summary>
    private static SoundnessTerm Claims(WhirParameters opening, long count)
    {
        double list = opening.Codes[0].Bound.ListSize;
        return new(
            "claims of the opening", Invariant($"L (n - 1)/q, L = {list:F0}, n = {count}"),
            SoundnessError.Combination(list, count, SoundnessError.ExtensionOrder));
    }

    /// <summary>
    /// Seals of hidden models (SPEC §6.10): of two models near one tree, sealed at a point of degree mu + c - 1, and the claims that the
    /// opened models have their seals.
    /// </summary>
    private static void AddSeals(List<SoundnessTerm> terms, WhirParameters opening)
    {
        JointShape shape = opening.Shape;
        if (shape.ModelOpenings == 0) return;
        double order = SoundnessError.ExtensionOrder;
        CodeBound bound = opening.Codes[0].Bound;
        int trees = shape.ModelStarts.Count, degree = shape.LogRows + shape.ModelColumns - 1;
        double error = SoundnessError.OutOfDomain(bound, degree, order);
        terms.Add(new(
            "seal of the model", Invariant($"L^2/2 d/q for each id, L = {bound.ListSize:F0}, d = {degree}"), error, trees * error));
        terms.Add(new(
            "seal challenge", Invariant($"L n/q, L = {bound.ListSize:F0}, n = {trees}"),
            SoundnessError.Combination(bound.ListSize, 1 + trees, order)));
    }

    private static void AddOpening(List<SoundnessTerm> terms, WhirParameters opening)
    {
        double order = SoundnessError.ExtensionOrder;
        AddSeals(terms, opening);
        for (int number = 0; number < opening.Codes.Count; number++)
        {
            WhirCode code = opening.Codes[number];
            CodeBound bound = code.Bound;
            string list = Invariant($"L = {bound.ListSize:F0}");
            if (number > 0)
            {
                terms.Add(new(
                    $"out-of-domain, code {number}", $"L^2/2 m/q, {list}, m = {code.Variables}",
                    SoundnessError.OutOfDomain(bound, code.Variables, order)));
                int claims = opening.Codes[number - 1].Queries + 2;
                terms.Add(new(
                    $"combination, code {number}", $"L (n - 1)/q, {list}, n = {claims}",
                    SoundnessError.Combination(bound.ListSize, claims, order)));
            }
            if (number == 0 && opening.Shape.Hiding)
            {
                terms.Add(new("mask challenge", $"L/q, {list}", bound.ListSize / order));
            }
            if (code.LogColumns > 0) terms.Add(Folding(number, code));
            if (number == 0 && opening.Shape.Hiding)
            {
                terms.Add(new(
                    "blend challenge", Invariant($"(2 L + a)/q 2^-g, {list}, g = {code.FoldWork}"),
                    SoundnessError.AfterWork(((2 * bound.ListSize) + bound.Exceptional) / order, code.FoldWork)));
            }
            terms.Add(new(
                $"queries, code {number}",
                Invariant($"(1 - delta)^t 2^-g, delta = {bound.Radius:F4}, t = {code.Queries}, g = {code.QueryWork}"),
                SoundnessError.AfterWork(SoundnessError.Queries(bound, code.Queries), code.QueryWork)));
        }
        terms.Add(new(
            "last rounds", Invariant($"2/q per round, {opening.ClearVariables} rounds"), 2 / order,
            2.0 * opening.ClearVariables / order));
    }

    private static SoundnessTerm Folding(int number, WhirCode code)
    {
        double error = SoundnessError.AfterWork(SoundnessError.Fold(code.Bound, SoundnessError.ExtensionOrder), code.FoldWork);
        string rate = Invariant(code.TailRows == 0 ? $"2^-{code.LogInverseRate}" : (FormattableString)$"{code.Rate:F4}");
        string size = Invariant($"rate {rate}, 2^{code.LogLength} positions, {code.LogColumns} rounds");
        return new(
            $"folding, code {number}", Invariant($"(3 L + a)/q 2^-g, {size}, multiplicity {code.Multiplicity}, g = {code.FoldWork}"),
            error, error * code.LogColumns);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
