namespace Prover.Proving.Circuits;

/// <summary>
/// A sliding window over the trailing axes of a tensor: output y of an axis reads inputs stride·y + dilation·i - padBefore for i
/// below the kernel's size. All arrays have one entry per spatial axis.
/// </summary>
/// <param name="Kernel">Kernel sizes, 1 or more.</param>
/// <param name="Strides">Strides, 1 or more.</param>
/// <param name="PadsBefore">Padding before the first element, 0 or more.</param>
/// <param name="PadsAfter">Padding after the last element, 0 or more; ceiling rounding is expressed by raising it.</param>
/// <param name="Dilations">Dilations, 1 or more.</param>
public sealed record SpatialWindow(int[] Kernel, int[] Strides, int[] PadsBefore, int[] PadsAfter, int[] Dilations)
{
    /// <summary>A dense window without padding.</summary>
    public static SpatialWindow Of(int[] kernel, int[] strides) =>
        new(kernel, strides, new int[kernel.Length], new int[kernel.Length], [.. kernel.Select(_ => 1)]);

    /// <summary>The number of spatial axes.</summary>
    public int Rank => Kernel.Length;

    /// <summary>The output size of a spatial axis, 0 or less when the window does not fit.</summary>
    public int OutputSize(int axis, int inputSize)
    {
        int room = inputSize + PadsBefore[axis] + PadsAfter[axis] - (Dilations[axis] * (Kernel[axis] - 1)) - 1;
        return room < 0 ? 0 : (room / Strides[axis]) + 1;
    }
}
