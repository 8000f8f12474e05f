using System.Runtime.InteropServices;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Runtime;

/// <summary>A model loaded into ONNX Runtime on the CPU.</summary>
public sealed unsafe class InferenceSession : IDisposable
{
    private readonly OrtApi api = OnnxRuntimeLibrary.Require();
    private readonly OrtHandle session;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The bytes of the ONNX file.</param>
    /// <param name="options">Optimisation level and threads.</param>
    /// <exception cref="DllNotFoundException">The library is not available.</exception>
    /// <exception cref="OnnxRuntimeException">The library refuses the model.</exception>
    public InferenceSession(ReadOnlySpan<byte> model, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        session = Create(model, options);
        InputNames = Names(OrtSlot.SessionGetInputCount, OrtSlot.SessionGetInputName);
        OutputNames = Names(OrtSlot.SessionGetOutputCount, OrtSlot.SessionGetOutputName);
    }

    /// <summary>The model's inputs in their order.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The model's outputs in their order.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">One tensor for each of <see cref="InputNames"/>.</param>
    /// <returns>One tensor for each of <see cref="OutputNames"/>, in that order.</returns>
    /// <exception cref="ArgumentException">An input is missing.</exception>
    /// <exception cref="OnnxRuntimeException">The library reports an error, such as a wrong shape.</exception>
    public IReadOnlyList<DenseTensor> Run(IReadOnlyDictionary<string, DenseTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var values = new List<OrtValue>();
        try
        {
            foreach (string name in InputNames)
            {
                values.Add(OrtValue.CreateTensorValueFromMemory(inputs.TryGetValue(name, out DenseTensor? tensor)
                    ? tensor
                    : throw new ArgumentException($"no value for input {name}")));
            }

            return Run(values);
        }
        finally
        {
            values.ForEach(static value => value.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private DenseTensor[] Run(List<OrtValue> inputs)
    {
        nint[] inputNames = Utf8(InputNames);
        nint[] outputNames = Utf8(OutputNames);
        nint[] inputValues = [.. inputs.Select(static value => value.Pointer)];
        nint[] outputValues = new nint[OutputNames.Count];
        try
        {
            fixed (nint* inNames = inputNames, inValues = inputValues, outNames = outputNames, outValues = outputValues)
            {
                var run = (delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)api[OrtSlot.Run];
                nuint inputCount = (nuint)inputNames.Length;
                api.Check(run(session.Pointer, 0, inNames, inValues, inputCount, outNames, (nuint)outputNames.Length, outValues));
            }

            return Array.ConvertAll(outputValues, Take);
        }
        finally
        {
            Array.ForEach(inputNames, Marshal.FreeCoTaskMem);
            Array.ForEach(outputNames, Marshal.FreeCoTaskMem);
            GC.KeepAlive(inputs);
        }
    }

    private DenseTensor Take(nint pointer)
    {
        using var value = new OrtValue(api, pointer);
        return value.ToDenseTensor();
    }

    private static nint[] Utf8(IReadOnlyList<string> names) => [.. names.Select(Marshal.StringToCoTaskMemUTF8)];

    private OrtHandle Create(ReadOnlySpan<byte> model, SessionOptions options)
    {
        nint pointer;
        api.Check(((delegate* unmanaged[Cdecl]<nint*, nint>)api[OrtSlot.CreateSessionOptions])(&pointer));
        using var native = new OrtHandle(api, OrtSlot.ReleaseSessionOptions, pointer);
        api.SetInt(OrtSlot.SetSessionGraphOptimizationLevel, native.Pointer, (int)options.GraphOptimizationLevel);
        api.SetInt(OrtSlot.SetIntraOpNumThreads, native.Pointer, options.IntraOpNumThreads);
        if (options.OptimizedModelFilePath is { } path)
        {
            nint text = Marshal.StringToCoTaskMemUTF8(path);
            nint status = ((delegate* unmanaged[Cdecl]<nint, nint, nint>)api[OrtSlot.SetOptimizedModelFilePath])(native.Pointer, text);
            Marshal.FreeCoTaskMem(text);
            api.Check(status);
        }

        fixed (byte* key = "session.qdqisint8allowed\0"u8, value = options.Int8Kernels ? "1\0"u8 : "0\0"u8)
        {
            var configure = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)api[OrtSlot.AddSessionConfigEntry];
            api.Check(configure(native.Pointer, key, value));
        }

        fixed (byte* bytes = model)
        {
            var create = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint>)api[OrtSlot.CreateSessionFromArray];
            api.Check(create(api.Environment, bytes, (nuint)model.Length, native.Pointer, &pointer));
        }

        return new OrtHandle(api, OrtSlot.ReleaseSession, pointer);
    }

    private string[] Names(OrtSlot count, OrtSlot name)
    {
        string[] names = new string[(int)api.Get(count, session.Pointer)];
        for (int i = 0; i < names.Length; i++)
        {
            nint text;
            var get = (delegate* unmanaged[Cdecl]<nint, nuint, nint, nint*, nint>)api[name];
            api.Check(get(session.Pointer, (nuint)i, api.Allocator, &text));
            names[i] = Marshal.PtrToStringUTF8(text)!;
            api.Check(((delegate* unmanaged[Cdecl]<nint, nint, nint>)api[OrtSlot.AllocatorFree])(api.Allocator, text));
        }

        return names;
    }
}
