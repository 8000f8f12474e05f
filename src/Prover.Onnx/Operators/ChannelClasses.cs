namespace Prover.Onnx.Operators;

/// <summary>Groups channels that share the same factor, so that each distinct factor has one table (design §3.2).</summary>
internal static class ChannelClasses
{
    /// <summary>Numbers the distinct factors in order of first appearance.</summary>
    /// <param name="factors">One factor per channel.</param>
    /// <returns>The class of each channel, null when there is only one, and the factor of each class.</returns>
    internal static (int[]? Classes, float[] Factors) Group(IReadOnlyList<float> factors)
    {
        var distinct = new List<float>();
        int[] classes = new int[factors.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = distinct.FindIndex(known => BitConverter.SingleToUInt32Bits(known) == BitConverter.SingleToUInt32Bits(factors[i]));
            if (classes[i] < 0)
            {
                classes[i] = distinct.Count;
                distinct.Add(factors[i]);
            }
        }

        return (distinct.Count == 1 ? null : classes, [.. distinct]);
    }
}
