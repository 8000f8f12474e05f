using System.Runtime.InteropServices;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Runtime;

/// <summary>A tensor known to the library.</summary>
public sealed unsafe class OrtValue : IDisposable
{
    private readonly OrtApi api;
    private readonly OrtHandle handle;
    private GCHandle pinned;

    internal OrtValue(OrtApi api, nint pointer)
    {
        this.api = api;
        handle = new OrtHandle(api, OrtSlot.ReleaseValue, pointer);
    }

    internal nint Pointer => handle.Pointer;

    /// <summary>Shares a tensor's memory with the library until disposal.</summary>
    /// <exception cref="DllNotFoundException">The library is not available.</exception>
    /// <exception cref="OnnxRuntimeException">The library refuses the shape or type.</exception>
    public static OrtValue CreateTensorValueFromMemory(DenseTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        OrtApi api = OnnxRuntimeLibrary.Require();
        object memory = tensor.Data is Half[] or bool[] // pinning needs blittable elements
            ? tensor.Bytes().ToArray()
            : tensor.Data;
        GCHandle pin = GCHandle.Alloc(memory, GCHandleType.Pinned);
        try
        {
            long[] shape = Array.ConvertAll(tensor.Shape, static axis => (long)axis);
            nint value;
            fixed (long* dimensions = shape)
            {
                var create = (delegate* unmanaged[Cdecl]<nint, nint, nuint, long*, nuint, int, nint*, nint>)
                    api[OrtSlot.CreateTensorWithDataAsOrtValue];
                api.Check(create(
                    api.CpuMemory,
                    pin.AddrOfPinnedObject(),
                    (nuint)tensor.Bytes().Length,
                    dimensions,
                    (nuint)shape.Length,
                    (int)tensor.ElementType,
                    &value));
            }

            return new OrtValue(api, value) { pinned = pin };
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    /// <summary>Copies the tensor into managed memory.</summary>
    /// <exception cref="OnnxRuntimeException">The value is not a tensor.</exception>
    /// <exception cref="ArgumentException">Its element type has no managed counterpart here.</exception>
    public DenseTensor ToDenseTensor()
    {
        using var info = new OrtHandle(
            api, OrtSlot.ReleaseTensorTypeAndShapeInfo, api.Get(OrtSlot.GetTensorTypeAndShape, Pointer));
        var type = (TensorElementType)api.GetInt(OrtSlot.GetTensorElementType, info.Pointer);
        long[] shape = new long[(int)api.Get(OrtSlot.GetDimensionsCount, info.Pointer)];
        fixed (long* dimensions = shape)
        {
            var get = (delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)api[OrtSlot.GetDimensions];
            api.Check(get(info.Pointer, dimensions, (nuint)shape.Length));
        }

        DenseTensor tensor = DenseTensor.Allocate(type, Array.ConvertAll(shape, static axis => checked((int)axis)));
        Span<byte> target = tensor.Bytes();
        new ReadOnlySpan<byte>((void*)api.Get(OrtSlot.GetTensorMutableData, Pointer), target.Length).CopyTo(target);
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        handle.Dispose();
        if (pinned.IsAllocated)
        {
            pinned.Free();
        }
    }
}
