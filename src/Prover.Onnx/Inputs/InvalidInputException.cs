namespace Prover.Onnx.Inputs;

/// <summary>An input file that cannot be read or does not fit the model. The message is one line naming the file.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file, as the caller named it.</param>
    /// <param name="problem">What is wrong with it, without a final full stop.</param>
    /// <param name="inner">The original error, if any.</param>
    public InvalidInputException(string file, string problem, Exception? inner = null)
        : base($"{file}: {problem.ReplaceLineEndings(" ")}", inner)
    {
        File = file;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string File { get; }
}
