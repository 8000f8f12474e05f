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

    private readonly VisibilityOption visibility = new();

    private readonly Option<bool> noZk = new("--no-zk")
    {
        Description = "Do not hide anything: proofs may reveal private inputs, intermediate values and weights",
    };

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [batch, dimensions.Option, visibility.Option, noZk];

    /// <summary>What the options say.</summary>
    /// <exception cref="CommandFailure">They contradict cli.md.</exception>
    public CompilationOptions Read(ParseResult arguments)
    {
        int count = arguments.GetValue(batch);
        if (count is < 1 or > 1 << 16) throw CommandFailure.Usage($"--batch is {count}; it must be from 1 to 65,536");
        VisibilityRules rules = visibility.Read(arguments);
        bool hides = !arguments.GetValue(noZk);
        if (rules.HasHashed && !hides)
        {
            throw CommandFailure.Usage(
                "--no-zk: a hashed input or output needs proofs that hide, else they may reveal what the digest hides",
                "leave --no-zk out, or make it public or private");
        }
        return new()
        {
            Batch = count,
            Dimensions = dimensions.Read(arguments),
            Visibility = rules,
            ZeroKnowledge = hides,
        };
    }
}
