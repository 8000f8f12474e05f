using Prover.Proving.Circuits;

namespace Prover.Onnx.Elementwise;

/// <summary>Cuts the domain of a function of integers into intervals on which it keeps one direction.</summary>
internal static class TurningPoints
{
    /// <summary>Samples of a smooth function: turning points that are closer to each other than samples are not found.</summary>
    private const int Samples = 1 << 12;

    /// <summary>Integers around a turning point that are evaluated one by one, since rounding makes its place uncertain.</summary>
    private const int Neighbourhood = 1 << 9;

    /// <summary>The greatest domain of a function that is evaluated everywhere.</summary>
    internal const int GreatestDomain = 1 << 20;

    /// <summary>The intervals, ascending and adjacent.</summary>
    /// <param name="function">The function.</param>
    /// <param name="shape">How it behaves; not rough, or on a domain of at most <see cref="GreatestDomain"/> integers.</param>
    /// <param name="low">The least integer.</param>
    /// <param name="high">The greatest integer.</param>
    internal static IReadOnlyList<MonotonePiece> Of(Func<int, float> function, FunctionShape shape, int low, int high)
    {
        if (high == low)
        {
            return [new(low, high, 1)];
        }

        if (shape is FunctionShape.Monotone or FunctionShape.Stepwise)
        {
            return [new(low, high, Ordered(function(high)) < Ordered(function(low)) ? -1 : 1)];
        }

        if (shape == FunctionShape.Rough || (long)high - low < 2 * Samples)
        {
            return [new(low, high, 0)];
        }

        return Pieces(function, low, high);
    }

    private static List<MonotonePiece> Pieces(Func<int, float> function, int low, int high)
    {
        var pieces = new List<MonotonePiece>();
        int start = low; // of the current piece
        int direction = 0; // of the current piece, 0 while it is constant
        int flat = low; // the last sample before which the function did not change
        float previous = Ordered(function(low));
        int before = low;
        for (int i = 1; i <= Samples; i++)
        {
            int at = (int)(low + (((long)high - low) * i / Samples));
            float value = Ordered(function(at));
            int change = value.CompareTo(previous);
            if (change != 0)
            {
                if (direction != 0 && change != direction)
                {
                    int turn = Extremum(function, Math.Max(start, flat), at, direction);
                    start = Close(pieces, start, turn, direction, high);
                }

                direction = change;
                flat = before;
            }

            (previous, before) = (value, at);
        }

        if (start <= high)
        {
            pieces.Add(new(start, high, direction < 0 ? -1 : 1));
        }

        return pieces;
    }

    /// <summary>Ends a piece before a turning point and evaluates its neighbourhood; returns where the next piece starts.</summary>
    private static int Close(List<MonotonePiece> pieces, int start, int turn, int direction, int high)
    {
        int from = (int)Math.Max(start, (long)turn - Neighbourhood);
        int to = (int)Math.Min(high, (long)turn + Neighbourhood);
        if (from > start)
        {
            pieces.Add(new(start, from - 1, direction));
        }

        if (to >= from)
        {
            pieces.Add(new(from, to, 0));
        }

        return Math.Max(start, to + 1);
    }

    /// <summary>Where a function that first goes in a direction and then back has its extreme value.</summary>
    private static int Extremum(Func<int, float> function, int low, int high, int direction)
    {
        const int parts = 16;
        while ((long)high - low > parts)
        {
            long width = (long)high - low;
            int best = 0;
            float extreme = Ordered(function(low));
            for (int i = 1; i <= parts; i++)
            {
                float value = Ordered(function((int)(low + (width * i / parts))));
                if (value.CompareTo(extreme) * direction > 0)
                {
                    (best, extreme) = (i, value);
                }
            }

            int from = (int)(low + (width * Math.Max(0, best - 1) / parts));
            int to = (int)(low + (width * Math.Min(parts, best + 1) / parts));
            (low, high) = (from, to);
        }

        return low + ((high - low) / 2);
    }

    /// <summary>NaN becomes the least quantised value.</summary>
    private static float Ordered(float value) => float.IsNaN(value) ? float.NegativeInfinity : value;
}
