using System.Runtime.InteropServices;

namespace Prover.Onnx.Runtime;

/// <summary>
/// The function table of the library's C interface. The table is append-only, so a slot number means the same function in
/// every version from 17 on. Each function returns a status (0 = success) unless it is a Get of the status itself or a Release.
/// </summary>
internal sealed unsafe class OrtApi
{
    /// <summary>The interface version asked for: the first that has every slot used here.</summary>
    private const uint ApiVersion = 17;

    private readonly nint* table;

    private OrtApi(nint* table, string version)
    {
        this.table = table;
        Version = version;
        nint created;
        fixed (byte* name = "prover\0"u8)
        {
            const int onlyFatalErrors = 4; // every other error becomes an exception
            Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)table[(int)OrtSlot.CreateEnv])(onlyFatalErrors, name, &created));
        }

        Environment = created;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)table[(int)OrtSlot.GetAllocatorWithDefaultOptions])(&created));
        Allocator = created;
        const int arenaAllocator = 1;
        Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)table[(int)OrtSlot.CreateCpuMemoryInfo])(arenaAllocator, 0, &created));
        CpuMemory = created;
    }

    /// <summary>The library's version text.</summary>
    internal string Version { get; }

    /// <summary>The process-wide environment.</summary>
    internal nint Environment { get; }

    /// <summary>The default allocator (owns returned names).</summary>
    internal nint Allocator { get; }

    /// <summary>Describes ordinary memory of this process.</summary>
    internal nint CpuMemory { get; }

    /// <summary>The raw function in a slot.</summary>
    internal nint this[OrtSlot slot] => table[(int)slot];

    /// <summary>Binds to a loaded library.</summary>
    /// <exception cref="EntryPointNotFoundException">It is not an ONNX Runtime library or is too old.</exception>
    internal static OrtApi Bind(nint library)
    {
        var getBase = (delegate* unmanaged[Cdecl]<ApiBase*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        ApiBase* apiBase = getBase();
        nint* table = apiBase->GetApi(ApiVersion);
        string version = Marshal.PtrToStringUTF8((nint)apiBase->GetVersionString()) ?? "unknown";
        return table == null
            ? throw new EntryPointNotFoundException($"version {version} is older than 1.{ApiVersion}")
            : new OrtApi(table, version);
    }

    /// <summary>Turns a failed status into an exception and frees it.</summary>
    /// <exception cref="OnnxRuntimeException">The status is not success.</exception>
    internal void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        int code = ((delegate* unmanaged[Cdecl]<nint, int>)table[(int)OrtSlot.GetErrorCode])(status);
        nint text = ((delegate* unmanaged[Cdecl]<nint, nint>)table[(int)OrtSlot.GetErrorMessage])(status);
        string message = (Marshal.PtrToStringUTF8(text) ?? "no message").ReplaceLineEndings(" ");
        Release(OrtSlot.ReleaseStatus, status);
        throw new OnnxRuntimeException(code, message);
    }

    /// <summary>Calls one of the Release functions.</summary>
    internal void Release(OrtSlot slot, nint handle) => ((delegate* unmanaged[Cdecl]<nint, void>)table[(int)slot])(handle);

    /// <summary>Calls a function of the form f(a, out nint).</summary>
    internal nint Get(OrtSlot slot, nint argument)
    {
        nint result;
        Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[(int)slot])(argument, &result));
        return result;
    }

    /// <summary>Calls a function of the form f(a, out int).</summary>
    internal int GetInt(OrtSlot slot, nint argument)
    {
        int result;
        Check(((delegate* unmanaged[Cdecl]<nint, int*, nint>)table[(int)slot])(argument, &result));
        return result;
    }

    /// <summary>Calls a function of the form f(a, int).</summary>
    internal void SetInt(OrtSlot slot, nint argument, int value) =>
        Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)table[(int)slot])(argument, value));

    [StructLayout(LayoutKind.Sequential)]
    private struct ApiBase
    {
        public delegate* unmanaged[Cdecl]<uint, nint*> GetApi;
        public delegate* unmanaged[Cdecl]<byte*> GetVersionString;
    }
}
