using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Prover.Onnx.Runtime;

/// <summary>
/// Finds and loads the ONNX Runtime library (native/README.md). It is optional: everything that needs it first asks
/// <see cref="TryLoad"/> and reports the reason when it is absent.
/// </summary>
public static class OnnxRuntimeLibrary
{
    private const string FileName = "libonnxruntime.so.1";

    private static readonly Lock Gate = new();
    private static OrtApi? loaded;
    private static string? failure;

    /// <summary>The version of the loaded library, null before a successful <see cref="TryLoad"/>.</summary>
    public static string? Version => loaded?.Version;

    /// <summary>Where the loaded library was found, null before a successful <see cref="TryLoad"/>.</summary>
    public static string? Location { get; private set; }

    /// <summary>Loads the library once per process.</summary>
    /// <param name="reason">Why it is not available; null on success.</param>
    /// <returns>Whether sessions can be created.</returns>
    public static bool TryLoad([NotNullWhen(false)] out string? reason)
    {
        lock (Gate)
        {
            if (loaded is null && failure is null)
            {
                Load();
            }

            reason = failure;
            return loaded is not null;
        }
    }

    /// <summary>The bound function table.</summary>
    /// <exception cref="DllNotFoundException">The library is not available.</exception>
    internal static OrtApi Require() => TryLoad(out string? reason) ? loaded! : throw new DllNotFoundException(reason);

    private static void Load()
    {
        string beside = Path.Combine(AppContext.BaseDirectory, FileName);
        foreach (string candidate in (string[])[beside, FileName])
        {
            if (!NativeLibrary.TryLoad(candidate, out nint library))
            {
                continue;
            }

            try
            {
                loaded = OrtApi.Bind(library);
                Location = candidate;
            }
            catch (Exception error) when (error is EntryPointNotFoundException or OnnxRuntimeException)
            {
                failure = $"{candidate} cannot be used: {error.Message}";
            }

            return;
        }

        failure = $"{FileName} was not found beside the program or on the system's library path "
            + "(the build restores it with npm, see native/README.md)";
    }
}
