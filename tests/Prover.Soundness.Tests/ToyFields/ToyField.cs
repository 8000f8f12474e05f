namespace Prover.Soundness.Tests.ToyFields;

/// <summary>Arithmetic modulo a small prime, so that cheating succeeds often enough to be counted.</summary>
internal sealed class ToyField(int order)
{
    public int Order { get; } = order;

    public int Reduce(long value) => (int)(((value % Order) + Order) % Order);

    public int Multiply(long left, long right) => Reduce(left * right);

    /// <summary>The inverse; 0 for 0.</summary>
    public int Inverse(int value)
    {
        long result = 1, square = Reduce(value);
        for (int exponent = Order - 2; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = result * square % Order;
            square = square * square % Order;
        }
        return (int)result;
    }

    public int Random(Random random) => random.Next(Order);
}
