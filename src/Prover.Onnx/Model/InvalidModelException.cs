namespace Prover.Onnx.Model;

/// <summary>A file that is not a well-formed ONNX model. The message is one line naming the file.</summary>
public sealed class InvalidModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The model file, as the caller named it.</param>
    /// <param name="problem">What is wrong with it, without a final full stop.</param>
    /// <param name="inner">The original error, if any.</param>
    public InvalidModelException(string file, string problem, Exception? inner = null)
        : base($"{file}: {problem.ReplaceLineEndings(" ")}", inner)
    {
        File = file;
    }

    /// <summary>The model file, as the caller named it.</summary>
    public string File { get; }
}
