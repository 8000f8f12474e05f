using System.Runtime.InteropServices;

namespace Prover.Onnx.Runtime;

/// <summary>Owns one object of the library and releases it with the function made for its kind.</summary>
internal sealed class OrtHandle : SafeHandle
{
    private readonly OrtApi api;
    private readonly OrtSlot release;

    internal OrtHandle(OrtApi api, OrtSlot release, nint handle)
        : base(0, ownsHandle: true)
    {
        this.api = api;
        this.release = release;
        SetHandle(handle);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The library's pointer; valid while this object is reachable and not disposed.</summary>
    internal nint Pointer => IsClosed ? throw new ObjectDisposedException(nameof(OrtHandle)) : handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        api.Release(release, handle);
        return true;
    }
}
