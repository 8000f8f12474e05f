using System.Globalization;
using System.Text;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;

namespace Prover.Verifier.Tests.Commitments;

public class RecomputedParametersTests
{
    /// <summary>
    /// The parameters of all sizes, with and without hiding, as a program in another language found them with decimals of 60 digits from
    /// the text of SPEC §6.4, §6.9 and §7.2 (page 0015).
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
                }
            }
        }
        Assert.Equal(
            "b6148756a4004782b1554e0c9c82f4f436345841c7dbcb72bddebcbd702d5a0a",
            Blake3.Hash(Encoding.ASCII.GetBytes(lines.ToString())).ToString());
    }

    private static void Append(StringBuilder lines, JointShape shape, SecurityProfile profile)
    {
        var parameters = new WhirParameters(shape, profile);
        IEnumerable<string> codes = parameters.Codes.Select(code => string.Create(
            CultureInfo.InvariantCulture,
            $"{code.LogColumns},{code.LogRows},{code.LogLength},{code.Multiplicity},{code.FoldWork},{code.Queries},{code.Columns}"));
        lines.Append(
            CultureInfo.InvariantCulture,
            $"{profile} {shape.LogRows} {shape.LogColumns} {(shape.Hiding ? 1 : 0)} {parameters.Codes[0].TailRows} ");
        lines.AppendJoin(';', codes).Append('\n');
    }
}
