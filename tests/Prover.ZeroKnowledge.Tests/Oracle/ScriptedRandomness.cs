using Prover.Proving.Randomness;

namespace Prover.ZeroKnowledge.Tests.Oracle;

/// <summary>Gives a prover chosen words in place of its stream, so that a test decides what is random.</summary>
internal sealed class ScriptedRandomness(uint[] words) : RandomStream(new byte[SeedBytes])
{
    /// <summary>Words given so far.</summary>
    public int Position { get; private set; }

    /// <inheritdoc/>
    public override void FillField(Span<uint> elements)
    {
        words.AsSpan(Position, elements.Length).CopyTo(elements);
        Position += elements.Length;
    }

    /// <inheritdoc/>
    public override void FillPieces(Span<uint> elements) => FillField(elements);

    /// <summary>Uniform words that depend on a seed alone.</summary>
    public static uint[] Uniform(int count, int seed)
    {
        byte[] key = new byte[SeedBytes];
        BitConverter.TryWriteBytes(key, seed);
        using var stream = new RandomStream(key);
        uint[] uniform = new uint[count];
        stream.FillField(uniform);
        return uniform;
    }
}
