using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;

namespace Prover.Verifier.Tests.Commitments;

/// <summary>The point and the form of a hidden model's seal (SPEC §6.10).</summary>
public class SealPointTests
{
    private static readonly Digest Circuit = Blake3.Hash("circuit"u8);
    private static readonly Digest[] Cap = [.. Enumerable.Range(0, 256).Select(i => Blake3.Hash([(byte)i]))];

    [Fact]
    public void The_point_of_a_commitment_is_that_of_another_program()
    {
        // Computed from SPEC §3 and §6.10 by a program in another language, BLAKE3 included.
        SealPoint point = SealPoint.Draw(Circuit, Parameters(), Cap);
        Assert.Equal(10, point.Rows.Length);
        Assert.Equal("1160243832 1461308828 1576979675 220190611 1940823242", Words(point.Rows[0]));
        Assert.Equal("207126702 37448217 750683418 1309462217 1270422536", Words(point.Rows[9]));
        Assert.Equal("419900295 420194089 321173968 1383452807 1689567502", Words(point.Tail));
        Assert.Equal("1573732906 1709139181 1218847730 541305500 437469582", Words(point.Column));
    }

    [Fact]
    public void The_point_depends_on_circuit_profile_rows_columns_and_cap()
    {
        Digest[] other = [.. Cap];
        other[^1] = Blake3.Hash("other"u8);
        SealPoint[] points =
        [
            SealPoint.Draw(Circuit, Parameters(), Cap), SealPoint.Draw(Blake3.Hash("other"u8), Parameters(), Cap),
            SealPoint.Draw(Circuit, Parameters(profile: SecurityProfile.P128), Cap), SealPoint.Draw(Circuit, Parameters(logRows: 11), Cap),
            SealPoint.Draw(Circuit, Parameters(columns: 2), Cap), SealPoint.Draw(Circuit, Parameters(), other),
            SealPoint.Draw(Circuit, Parameters(), Cap.AsSpan(1)),
        ];
        Assert.Equal(points.Length, points.Select(point => point.Rows[0]).Distinct().Count());
        Assert.Equal(points.Length, points.Select(point => point.Tail).Distinct().Count());
        Assert.Equal(points.Length, points.Select(point => point.Column).Distinct().Count());
        Assert.Equal(points[0].Rows, SealPoint.Draw(Circuit, Parameters(), Cap).Rows);
    }

    [Fact]
    public void The_forms_are_the_extensions_of_their_entries()
    {
        WhirParameters parameters = Parameters();
        SealPoint point = SealPoint.Draw(Circuit, parameters, Cap);
        int rows = 1 << parameters.Shape.LogRows, tailRows = parameters.Codes[0].TailRows;
        var entries = new KoalaBear5[2 * rows];
        MultilinearExtension.EqualityTable(point.Rows).CopyTo(entries, 0);
        for (int j = 0; j < 5; j++) entries[rows + tailRows - 5 + j] = point.Tail * TailForm.Basis[j];
        KoalaBear5[] at = SealPoint.Draw(Blake3.Hash("at"u8), Parameters(logRows: 11), Cap).Rows;
        Assert.Equal(MultilinearExtension.Evaluate(entries, at), SealForm.Rows(point, tailRows, at[0], at.AsSpan(1)));

        KoalaBear5[] weights = point.ColumnWeights(3), columns = MultilinearExtension.EqualityTable(at.AsSpan(0, 3));
        Assert.Equal([KoalaBear5.One, point.Column, point.Column * point.Column], weights);
        KoalaBear5[] placed = [default, default, .. weights, default, default, default];
        Assert.Equal(MultilinearExtension.Evaluate(placed, at.AsSpan(0, 3)), SealForm.Columns(point, columns.AsSpan(2, 3)));
    }

    [Fact]
    public void One_entry_of_the_equality_table_is_found_by_its_index()
    {
        KoalaBear5[] point = SealPoint.Draw(Circuit, Parameters(), Cap).Rows[..6], table = MultilinearExtension.EqualityTable(point);
        for (int i = 0; i < table.Length; i++) Assert.Equal(table[i], MultilinearExtension.EqualityAt(point, i));
        Assert.Equal(KoalaBear5.One, MultilinearExtension.EqualityAt([], 0));
    }

    private static WhirParameters Parameters(int logRows = 10, int columns = 3, SecurityProfile? profile = null) =>
        new(new(logRows, 3, 0, columns, 4, 2, true) { ModelOpenings = 2 }, profile ?? SecurityProfile.P100);

    private static string Words(KoalaBear5 element) =>
        string.Join(' ', Enumerable.Range(0, KoalaBear5.Degree).Select(i => element[i].Representative));
}
