using System.Globalization;
using System.Text;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;
using Prover.Verifier.Layouts;
using Prover.Verifier.Soundness;

namespace Prover.Verifier.Tests.Commitments;

public class RecomputedParametersTests
{
    /// <summary>
    /// The parameters of all sizes, with and without hiding, also of the model in some numbers of proofs, as a program in another language
    /// found them with decimals of 60 digits from the text of SPEC §6.4, §6.9 and §7.2 (page 0015).
    /// </summary>
    [Fact]
    public void Parameters_of_all_sizes_are_those_found_with_exact_arithmetic()
    {
        var lines = new StringBuilder();
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            for (int logRows = WhirParameters.LeastLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
            {
                for (int logColumns = 0; logColumns <= WhirParameters.GreatestLogColumns; logColumns++)
                {
                    Append(lines, new(logRows, logColumns, 0, 0, 0, 1 << logColumns), profile);
                    if (logRows < WhirParameters.LeastHidingLogRows) continue;
                    Append(lines, new(logRows, logColumns, 0, 0, 0, 1 << logColumns, hiding: true), profile);
                    foreach (int proofs in (int[])[1, 20, 400])
                    {
                        if (logColumns == 0 || 1 << logRows < CircuitLayout.RowsPerModelProof * proofs) continue;
                        int half = 1 << (logColumns - 1);
                        Append(lines, new(logRows, logColumns, 0, half, half, half, hiding: true) { ModelOpenings = proofs + 1 }, profile);
                    }
                }
            }
        }
        Assert.Equal(
            "cccd9e6cee73926b2c7312bf0bc3619f44b47396711e5c2d0fcca7189a560ca7",
            Blake3.Hash(Encoding.ASCII.GetBytes(lines.ToString())).ToString());
    }

    /// <summary>
    /// Of every code that is chosen (SPEC §7.2, Sources): the list is longer than counting pairwise agreements allows, and for
    /// multiplicities of 3 and more there are fewer exceptional challenges by a later theorem.
    /// </summary>
    [Fact]
    public void The_bounds_that_are_charged_exceed_those_of_other_sources()
    {
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            for (int logRows = WhirParameters.LeastHidingLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
            {
                foreach (bool hiding in (bool[])[false, true])
                {
                    var parameters = new WhirParameters(new(logRows, 6, 0, 0, 0, 1 << 6, hiding), profile);
                    foreach (WhirCode code in parameters.Codes) AssertExceeds(code);
                }
            }
        }
    }

    private static void AssertExceeds(WhirCode code)
    {
        CodeBound bound = code.Bound;
        double agreement = 1 - bound.Radius, length = Math.ScaleB(1, code.LogLength);
        Assert.InRange((agreement - code.Rate) / ((agreement * agreement) - code.Rate), 1, bound.ListSize);
        if (code.Multiplicity < 3) return;
        double half = code.Multiplicity + 0.5;
        Assert.InRange(8 * length * half * half * half / (3 * (code.Rate - (1 / length))), 1, bound.Exceptional);
    }

    private static void Append(StringBuilder lines, JointShape shape, SecurityProfile profile)
    {
        var parameters = new WhirParameters(shape, profile);
        IEnumerable<string> codes = parameters.Codes.Select(code => string.Create(
            CultureInfo.InvariantCulture,
            $"{code.LogColumns},{code.LogRows},{code.LogLength},{code.Multiplicity},{code.FoldWork},{code.Queries},{code.Columns}"));
        int proofs = shape.Hiding ? Math.Max(shape.ModelOpenings - 1, 0) : -1, tail = parameters.Codes[0].TailRows;
        lines.Append(CultureInfo.InvariantCulture, $"{profile} {shape.LogRows} {shape.LogColumns} {proofs} {tail} ");
        lines.AppendJoin(';', codes).Append('\n');
    }
}
