using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Opening;

/// <summary>What hides a witness, drawn in the order of SPEC §11.1 and kept as plain arrays.</summary>
internal sealed class PlainMask
{
    public PlainMask(WhirParameters parameters, RandomStream random)
    {
        WhirCode code = parameters.Codes[0];
        int rows = 1 << code.LogRows, tail = code.TailRows;
        // Five rows for R, 5 (2 k0 + 1) for G, one per query; the code has room for more, which stay zero.
        int used = 5 + (5 * ((2 * code.LogColumns) + 1)) + code.Queries;
        Tails = [.. Enumerable.Range(0, parameters.Shape.WitnessColumns).Select(_ => Draw(random, used))];
        uint[] data = Draw(random, 5 * rows), rest = Draw(random, 5 * tail);
        Column = new KoalaBear5[rows + tail];
        for (int i = 0; i < rows; i++) Column[i] = Element(data, rows, i);
        for (int i = 0; i < tail; i++) Column[rows + i] = Element(rest, tail, i);
        Salts = Draw(random, 5 << code.LogLength);
    }

    /// <summary>The tail of each witness column.</summary>
    public uint[][] Tails { get; }

    /// <summary>The mask column h with its tail.</summary>
    public KoalaBear5[] Column { get; set; }

    /// <summary>The salt's five words, one column after the other.</summary>
    public uint[] Salts { get; }

    private static uint[] Draw(RandomStream random, int count)
    {
        uint[] words = new uint[count];
        random.FillPieces(words);
        return words;
    }

    private static KoalaBear5 Element(uint[] planes, int length, int i) => new(
        new(planes[i]), new(planes[length + i]), new(planes[(2 * length) + i]), new(planes[(3 * length) + i]),
        new(planes[(4 * length) + i]));
}
