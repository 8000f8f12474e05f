using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Opening;

/// <summary>A committed matrix of the plain prover, whose codeword may have been tampered with.</summary>
internal sealed class PlainMatrix : IDisposable
{
    private static readonly ReferenceCodeKernels Kernels = new();
    private readonly FieldBuffer codeword;
    private readonly uint[] data = [];

    public PlainMatrix(MerkleShape tree, int logRows, uint[] columns, Action<uint[]> tamper)
    {
        DataColumns = tree.RowWords;
        var shape = new CodeShape(tree.RowWords, logRows, tree.LogRows - logRows);
        codeword = new FieldBuffer(shape.CodewordLength);
        using FieldBuffer message = FieldBuffer.From(columns);
        Kernels.Encode(shape, message, default, codeword);
        uint[] words = codeword.Span.ToArray();
        tamper(words);
        words.CopyTo(codeword.Span);
        Tree = new MerkleTree(Kernels, tree, codeword);
    }

    /// <summary>The witness' matrix, with its mask if the opening hides.</summary>
    public PlainMatrix(WhirParameters parameters, uint[] columns, PlainMask? mask, Action<uint[]> tamper)
    {
        WhirCode code = parameters.Codes[0];
        (Mask, Tails, DataColumns) = (mask, mask?.Tails ?? [], parameters.Shape.WitnessColumns);
        int rows = 1 << code.LogRows;
        List<uint> words = [.. EncodeAll(code, columns)];
        for (int plane = 0; plane < 5 && mask is not null; plane++)
        {
            uint[] entries = [.. mask.Column.Select(element => element[plane].Representative)];
            words.AddRange(Encode(code, entries.AsSpan(0, rows), entries.AsSpan(rows)));
        }
        if (mask is not null) words.AddRange(mask.Salts);
        codeword = Tampered([.. words], tamper);
        Tree = new MerkleTree(Kernels, parameters.WitnessTree, codeword);
    }

    private PlainMatrix(WhirParameters parameters, uint[] columns, RandomStream setup, Action<uint[]> tamper)
    {
        DataColumns = parameters.Shape.ModelColumns;
        data = columns;
        uint[] Draw(int count)
        {
            uint[] words = new uint[count];
            setup.FillPieces(words);
            return words;
        }
        WhirCode code = parameters.Codes[0];
        int rows = parameters.ModelTailRows;
        if (rows > 0) Tails = [.. Draw(DataColumns * rows).Chunk(rows)];
        uint[] salts = Draw(parameters.ModelSaltWords << code.LogLength);
        codeword = Tampered([.. EncodeAll(code, columns), .. salts], tamper);
        Tree = new MerkleTree(Kernels, parameters.ModelTree, codeword);
    }

    public MerkleTree Tree { get; }

    /// <summary>What hides the witness' matrix.</summary>
    public PlainMask? Mask { get; }

    /// <summary>The columns' tails; none if nothing hides them.</summary>
    public uint[][] Tails { get; } = [];

    /// <summary>Words of a row that are the columns'; those of the mask column and salts follow.</summary>
    public int DataColumns { get; }

    /// <summary>The model's matrix, with tails and salts if its weights are hidden (SPEC §11.8).</summary>
    public static PlainMatrix OfModel(WhirParameters parameters, uint[] columns, RandomStream setup, Action<uint[]> tamper) =>
        new(parameters, columns, setup, tamper);

    /// <summary>The seal of a hidden model (SPEC §6.10); null before it is sealed.</summary>
    public ModelSeal? Seal { get; set; }

    /// <summary>Seals a hidden model as the specification reads: column b has the weight s^b, row i the weight eq(z, i).</summary>
    public void SealAt(SealPoint point)
    {
        KoalaBear5 value = KoalaBear5.Zero, weight = KoalaBear5.One;
        KoalaBear5[] ofRows = MultilinearExtension.EqualityTable(point.Rows);
        foreach ((uint[] column, uint[] tail) in data.Chunk(ofRows.Length).Zip(Tails))
        {
            KoalaBear5 sum = KoalaBear5.Zero, power = KoalaBear5.One;
            for (int i = 0; i < column.Length; i++) sum += ofRows[i] * new KoalaBear(column[i]);
            for (int j = 0; j < 5; j++, power *= PlainOpeningProver.Generator) sum += point.Tail * power * new KoalaBear(tail[^(5 - j)]);
            value += weight * sum;
            weight *= point.Column;
        }
        Seal = new(point, value);
    }

    private IEnumerable<uint> EncodeAll(WhirCode code, uint[] columns) => columns.Chunk(1 << code.LogRows)
        .SelectMany((column, number) => Encode(code, column, Tails.Length == 0 ? [] : Tails[number]));

    private static FieldBuffer Tampered(uint[] words, Action<uint[]> tamper)
    {
        tamper(words);
        return FieldBuffer.From(words);
    }

    /// <summary>The code's values of one column: data and tail end to end are the coefficients.</summary>
    private static uint[] Encode(WhirCode code, ReadOnlySpan<uint> data, ReadOnlySpan<uint> tail)
    {
        // A code of rate 1/2 and less redundancy has room for the tail as ordinary coefficients.
        uint[] message = new uint[2 * data.Length];
        data.CopyTo(message);
        tail.CopyTo(message.AsSpan(data.Length));
        using FieldBuffer input = FieldBuffer.From(message);
        var shape = new CodeShape(1, code.LogRows + 1, code.LogLength - code.LogRows - 1);
        using var output = new FieldBuffer(shape.CodewordLength);
        Kernels.Encode(shape, input, default, output);
        return output.Span[..(int)shape.CodewordLength].ToArray();
    }

    public void Dispose()
    {
        Tree.Dispose();
        codeword.Dispose();
    }
}
