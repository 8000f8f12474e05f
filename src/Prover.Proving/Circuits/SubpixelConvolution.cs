namespace Prover.Proving.Circuits;

/// <summary>
/// A transposed convolution as an ordinary one: outputs s·q + r of a stride s are, for each phase r, a convolution of stride 1, so the
/// phases become channels of one convolution, whose result is then interleaved by views (SPEC §10.3).
/// </summary>
/// <param name="Weights">Weights [O · phases, C / groups, taps...].</param>
/// <param name="Window">The window of the ordinary convolution; its padding may be negative.</param>
/// <param name="Strides">The strides of the transposed convolution: the number of phases of each axis.</param>
/// <param name="OutputSizes">The sizes of its result.</param>
public sealed record SubpixelConvolution(WeightTensor Weights, SpatialWindow Window, int[] Strides, int[] OutputSizes)
{
    /// <summary>The number of phases of all axes.</summary>
    public int Phases => Strides.Aggregate(1, static (product, stride) => product * stride);

    /// <summary>Rewrites a transposed convolution.</summary>
    /// <param name="weights">Weights [C, O / groups, kernel...].</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="inputSizes">The sizes of the spatial axes.</param>
    /// <param name="window">Kernel, strides, dilations and the padding that is cut off the full result.</param>
    /// <param name="outputPadding">What is added after the end of each axis.</param>
    public static SubpixelConvolution Of(
        WeightTensor weights, int groups, int[] inputSizes, SpatialWindow window, int[] outputPadding)
    {
        int rank = window.Rank;
        var outputs = new int[rank];
        var taps = new int[rank];
        var firsts = new int[rank];
        var before = new int[rank];
        var after = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int stride = window.Strides[axis], reach = window.Dilations[axis] * (window.Kernel[axis] - 1);
            int full = (stride * (inputSizes[axis] - 1)) + outputPadding[axis] + reach + 1;
            outputs[axis] = full - window.PadsBefore[axis] - window.PadsAfter[axis];
            // Output s·q + r reads input q + e through tap i where s·e = r + pad - dilation·i.
            int least = FloorDivide(window.PadsBefore[axis] - reach, stride);
            int greatest = FloorDivide(stride - 1 + window.PadsBefore[axis], stride);
            firsts[axis] = least;
            taps[axis] = greatest - least + 1;
            before[axis] = -least;
            int count = (outputs[axis] + stride - 1) / stride;
            after[axis] = count - inputSizes[axis] + least + taps[axis] - 1;
        }
        int[] ones = [.. Enumerable.Repeat(1, rank)];
        return new(Spread(weights, groups, window, taps, firsts), new(taps, ones, before, after, ones), window.Strides, outputs);
    }

    private static WeightTensor Spread(WeightTensor weights, int groups, SpatialWindow window, int[] taps, int[] firsts)
    {
        int rank = window.Rank, phases = window.Strides.Aggregate(1, (product, stride) => product * stride);
        int inputs = weights.Shape[0], perGroup = weights.Shape[1], kernel = window.Kernel.Aggregate(1, (product, size) => product * size);
        int groupInputs = inputs / groups, positions = taps.Aggregate(1, (product, size) => product * size);
        var values = new int[groups * perGroup * phases * groupInputs * positions];
        for (int tap = 0; tap < kernel; tap++)
        {
            (int phase, int position) = (0, 0);
            int rest = tap, phaseStride = 1, positionStride = 1;
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                int i = rest % window.Kernel[axis], stride = window.Strides[axis];
                rest /= window.Kernel[axis];
                // The phase that this tap belongs to, and how far ahead of q its input lies.
                int offset = (window.Dilations[axis] * i) - window.PadsBefore[axis];
                int own = ((offset % stride) + stride) % stride;
                phase += own * phaseStride;
                position += (((own - offset) / stride) - firsts[axis]) * positionStride;
                phaseStride *= stride;
                positionStride *= taps[axis];
            }
            for (int input = 0; input < inputs; input++)
            {
                for (int output = 0; output < perGroup; output++)
                {
                    int channel = ((((input / groupInputs) * perGroup) + output) * phases) + phase;
                    int target = (((channel * groupInputs) + (input % groupInputs)) * positions) + position;
                    values[target] = weights.Values[(((input * perGroup) + output) * kernel) + tap];
                }
            }
        }
        // Where a phase has fewer taps than others, weights are 0.
        ElementRange? range = weights.Range is { } given ? new(Math.Min(0, given.Low), Math.Max(0, given.High)) : null;
        return new([groups * perGroup * phases, groupInputs, .. taps], values) { Range = range };
    }

    private static int FloorDivide(int a, int b) => a >= 0 ? a / b : -((-a + b - 1) / b);
}
