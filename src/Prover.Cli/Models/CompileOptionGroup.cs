using System.CommandLine;
using Prover.Cli.Failures;
using Prover.Onnx.Compilation;

namespace Prover.Cli.Models;

/// <summary>The options of every verb that compiles an ONNX model. They are part of what the model id names.</summary>
internal sealed class CompileOptionGroup
{
    private readonly Option<int> batch = new("--batch")
    {
        Description = "Prove N inputs with one proof",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly DimensionOption dimensions = new();

    private readonly Option<string?> visibility = new("--visibility")
    {
        Description = "Who sees what; by default input=public,output=public,weights=public",
        HelpName = "input=private|public,...",
    };

    private readonly Option<bool> noZk = new("--no-zk")
    {
        Description = "Do not hide anything: proofs may reveal private inputs, intermediate values and weights",
    };

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [batch, dimensions.Option, visibility, noZk];

    /// <summary>What the options say.</summary>
    /// <exception cref="CommandFailure">They contradict cli.md.</exception>
    public CompilationOptions Read(ParseResult arguments)
    {
        int count = arguments.GetValue(batch);
        if (count is < 1 or > 1 << 16) throw CommandFailure.Usage($"--batch is {count}; it must be from 1 to 65,536");
        return new()
        {
            Batch = count,
            Dimensions = dimensions.Read(arguments),
            PublicInputs = InputsArePublic(arguments.GetValue(visibility)),
            ZeroKnowledge = !arguments.GetValue(noZk),
        };
    }

    private static bool InputsArePublic(string? text)
    {
        bool inputs = true;
        foreach (string assignment in text?.Split(',') ?? [])
        {
            switch (assignment)
            {
                case "input=public":
                    inputs = true;
                    break;
                case "input=private":
                    inputs = false;
                    break;
                case "output=public" or "weights=public":
                    break;
                case "input=hashed" or "output=hashed" or "output=private" or "weights=private" or "weights=hashed":
                    throw CommandFailure.Usage(
                        $"--visibility {assignment} is not there yet",
                        "this version proves public weights and outputs, and public or private inputs");
                default:
                    throw CommandFailure.Usage(
                        $"--visibility {assignment}: not one of input, output, weights = private, public, hashed",
                        "for example --visibility input=private,output=public");
            }
        }
        return inputs;
    }
}
