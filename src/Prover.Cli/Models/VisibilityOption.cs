using System.CommandLine;
using Prover.Cli.Failures;
using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;

namespace Prover.Cli.Models;

/// <summary>`--visibility`: what a verifier sees of inputs, outputs and weights.</summary>
internal sealed class VisibilityOption
{
    /// <summary>The option.</summary>
    public Option<string[]> Option { get; } = new("--visibility")
    {
        Description = "Who sees what: input, output, weights or a name = public, private or hashed; by default only weights are private",
        HelpName = "input=private,output=hashed,...",
    };

    /// <summary>What the option says.</summary>
    /// <exception cref="CommandFailure">It is not of that form, or contradicts itself.</exception>
    /// <param name="arguments">The command line.</param>
    /// <param name="weights">What is seen of weights that it does not mention.</param>
    public VisibilityRules Read(ParseResult arguments, TensorVisibility weights)
    {
        var said = new Dictionary<string, TensorVisibility>();
        foreach (string assignment in (arguments.GetValue(Option) ?? []).SelectMany(text => text.Split(',')))
        {
            int equals = assignment.LastIndexOf('=');
            string name = assignment[..Math.Max(0, equals)];
            if (name.Length == 0 || !Enum.TryParse(assignment[(equals + 1)..], true, out TensorVisibility visibility)
                || char.IsAsciiDigit(assignment[equals + 1]))
            {
                throw CommandFailure.Usage(
                    $"--visibility {assignment}: not one of input, output, weights or a name = public, private, hashed",
                    "for example --visibility input=private,output=public");
            }
            if (name == "weights") CheckWeights(visibility);
            if (!said.TryAdd(name, visibility) && said[name] != visibility)
            {
                throw CommandFailure.Usage($"--visibility: {name} has two visibilities");
            }
        }
        return Rules(said, weights);
    }

    private static VisibilityRules Rules(Dictionary<string, TensorVisibility> said, TensorVisibility otherwise)
    {
        TensorVisibility inputs = said.GetValueOrDefault("input"), outputs = said.GetValueOrDefault("output");
        TensorVisibility weights = said.GetValueOrDefault("weights", otherwise);
        foreach (string kind in (string[])["input", "output", "weights"]) said.Remove(kind);
        return new() { Inputs = inputs, Outputs = outputs, Weights = weights, Names = said };
    }

    private static void CheckWeights(TensorVisibility visibility)
    {
        if (visibility != TensorVisibility.Hashed) return;
        throw CommandFailure.Usage(
            "--visibility weights=hashed: weights are public or private",
            "the model id of private weights is a salted commitment already: say weights=private");
    }
}
