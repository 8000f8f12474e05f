using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Prover.Verifier.Artefacts;

/// <summary>The bytes of an artefact cannot be accepted. No other exception leaves the readers of this folder.</summary>
public sealed class MalformedArtefactException : Exception
{
    /// <summary>An exception for one fault.</summary>
    /// <param name="fault">The kind of fault.</param>
    /// <param name="message">One sentence for people, without the file's name.</param>
    public MalformedArtefactException(ArtefactFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>What kind of fault it is.</summary>
    public ArtefactFault Fault { get; }

    /// <summary>Refuses the content of an artefact when a condition holds.</summary>
    internal static void ThrowIf([DoesNotReturnIf(true)] bool condition, string message)
    {
        if (condition) throw new MalformedArtefactException(ArtefactFault.Malformed, message);
    }

    /// <summary>The same with a message that contains values; it is put together only if the condition holds.</summary>
    internal static void ThrowIf(
        [DoesNotReturnIf(true)] bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref RefusalText message)
    {
        if (condition) throw new MalformedArtefactException(ArtefactFault.Malformed, message.Finish());
    }
}
