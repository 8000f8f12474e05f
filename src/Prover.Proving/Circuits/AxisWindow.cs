using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <summary>
/// One axis of a sliding window without the taps that only ever read padding: output y reads input stride·y + dilation·i - pad for
/// i below Taps.
/// </summary>
/// <param name="Input">The size of the input axis.</param>
/// <param name="Output">The size of the output axis.</param>
/// <param name="FirstTap">The first tap of the kernel that is kept.</param>
/// <param name="Taps">The number of taps kept.</param>
/// <param name="Stride">The stride.</param>
/// <param name="Dilation">The dilation.</param>
/// <param name="Pad">The padding before the first element, seen from the first kept tap; may be negative.</param>
internal readonly record struct AxisWindow(int Input, int Output, int FirstTap, int Taps, int Stride, int Dilation, int Pad)
{
    /// <summary>Whether some output reads padding.</summary>
    public bool Leaves => -Pad < 0 || (Stride * (Output - 1)) + (Dilation * (Taps - 1)) - Pad >= Input;

    /// <summary>Whether the window is one fixed index.</summary>
    public bool IsFixed => Output == 1 && Taps == 1;

    /// <summary>Whether some output reads padding at a tap.</summary>
    public bool LeavesAt(int tap) => (Dilation * tap) - Pad < 0 || (Stride * (Output - 1)) + (Dilation * tap) - Pad >= Input;

    /// <summary>Whether some output reads nothing but padding.</summary>
    public bool HasEmptyWindow
    {
        get
        {
            AxisWindow window = this;
            bool Reads(int y, int tap) => (window.Stride * y) + (window.Dilation * tap) - window.Pad is >= 0 and var u && u < window.Input;
            return !Enumerable.Range(0, Output).All(y => Enumerable.Range(0, window.Taps).Any(tap => Reads(y, tap)));
        }
    }

    /// <summary>The index that output variable and tap variable read; variables of axes of size 1 do not occur.</summary>
    public AffineIndex Index(int outputVariable, int tapVariable)
    {
        var terms = new List<IndexTerm>();
        if (Output > 1) terms.Add(new(outputVariable, Stride));
        if (Taps > 1) terms.Add(new(tapVariable, Dilation));
        return new([.. terms], -Pad);
    }

    /// <summary>The index that an output variable reads at a fixed tap.</summary>
    public AffineIndex IndexAt(int outputVariable, int tap) =>
        new(Output > 1 ? [new(outputVariable, Stride)] : [], (Dilation * tap) - Pad);

    /// <summary>The windows of the trailing axes of a shape.</summary>
    /// <exception cref="InvalidNetworkException">The window does not fit.</exception>
    public static AxisWindow[] Of(string node, SpatialWindow window, int[] shape)
    {
        int leading = shape.Length - window.Rank;
        if (leading < 0) throw new InvalidNetworkException(node, "the window has more axes than the tensor");
        var windows = new AxisWindow[window.Rank];
        for (int axis = 0; axis < windows.Length; axis++)
        {
            int input = shape[leading + axis], output = window.OutputSize(axis, input);
            if (output < 1) throw new InvalidNetworkException(node, $"the window does not fit into axis {leading + axis}");
            int stride = window.Strides[axis], dilation = window.Dilations[axis], pad = window.PadsBefore[axis];
            bool ReadsAt(int tap, int y) => (stride * y) + (dilation * tap) - pad is >= 0 and var u && u < input;
            bool Reads(int tap) => Enumerable.Range(0, output).Any(y => ReadsAt(tap, y));
            int[] taps = [.. Enumerable.Range(0, window.Kernel[axis]).Where(Reads)];
            if (taps.Length == 0)
            {
                throw new InvalidNetworkException(node, $"the window reads nothing but padding along axis {leading + axis}");
            }
            windows[axis] = new(input, output, taps[0], taps[^1] - taps[0] + 1, stride, dilation, pad - (dilation * taps[0]));
        }
        return windows;
    }
}
