using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <summary>
/// Integer sums before rescaling, one per element of a logical shape: not committed, but a column of lookups (design §4.2). It is
/// used once, by <see cref="NetworkBuilder.Requantise"/> or <see cref="NetworkBuilder.Commit"/>.
/// </summary>
public sealed class Accumulator
{
    internal Accumulator(string node, ViewDigit[][] axes, ColumnTerm[] terms, int channelAxis, long[] low, long[] high)
    {
        Node = node;
        Axes = axes;
        Terms = terms;
        ChannelAxis = channelAxis;
        Low = low;
        High = high;
    }

    /// <summary>The name of the layer.</summary>
    public string Node { get; }

    /// <summary>The logical shape.</summary>
    public int[] Shape => [.. Axes.Select(digits => digits.Aggregate(1, (product, digit) => product * digit.Size))];

    /// <summary>The logical axis whose indices have their own bounds, or -1.</summary>
    public int ChannelAxis { get; }

    /// <summary>The least sum that legal inputs can reach, per index of the channel axis, or one for all.</summary>
    public long[] Low { get; }

    /// <summary>The greatest sum that legal inputs can reach, per index of the channel axis, or one for all.</summary>
    public long[] High { get; }

    /// <summary>The same sums without some axes of size 1.</summary>
    /// <exception cref="ArgumentException">An axis has another size.</exception>
    public Accumulator Squeeze(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Any(axis => Axes[axis].Length > 0)) throw new ArgumentException("an axis is longer than 1", nameof(axes));
        int channel = ChannelAxis < 0 || axes.Contains(ChannelAxis) ? -1 : ChannelAxis - axes.Count(axis => axis < ChannelAxis);
        return new(Node, [.. Axes.Where((_, axis) => !axes.Contains(axis))], Terms, channel, Low, High);
    }

    /// <summary>
    /// The same sums with tighter bounds, which must hold for every assignment that satisfies the relations of the circuit: relations
    /// between the operands, which the bounds of the operands do not show. Each use needs its argument in SPEC §10, since a committed sum
    /// has these bounds as its stored range and later sums are kept below p/2 by them.
    /// </summary>
    /// <exception cref="ArgumentException">The interval is empty or wider than the bounds.</exception>
    public Accumulator Within(long low, long high) => low <= high && Low.All(least => least <= low) && High.All(most => most >= high)
        ? new(Node, Axes, Terms, -1, [low], [high])
        : throw new ArgumentException($"[{low}, {high}] is not within the bounds of {Node}");

    /// <summary>The row axes that make up each logical axis; only the sizes of the digits matter.</summary>
    internal ViewDigit[][] Axes { get; }

    /// <summary>The summands over row axes 0, 1, ...</summary>
    internal ColumnTerm[] Terms { get; }
}
