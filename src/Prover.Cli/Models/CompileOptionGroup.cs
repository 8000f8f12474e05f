using System.CommandLine;
using Prover.Cli.Failures;
using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Models;

/// <summary>The options of every verb that compiles an ONNX model. They are part of what the model id names.</summary>
/// <param name="weights">What is seen of the weights of proofs that hide, where `--visibility` does not say.</param>
internal sealed class CompileOptionGroup(TensorVisibility weights = TensorVisibility.Private)
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

    private readonly Option<int?> proofs = new("--proofs")
    {
        Description = "How many proofs of one key hide private weights; by default as many as cost little",
        HelpName = "N",
    };

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [batch, dimensions.Option, visibility.Option, proofs, noZk];

    /// <summary>What the options say.</summary>
    /// <exception cref="CommandFailure">They contradict cli.md.</exception>
    public CompilationOptions Read(ParseResult arguments)
    {
        int count = arguments.GetValue(batch);
        if (count is < 1 or > 1 << 16) throw CommandFailure.Usage($"--batch is {count}; it must be from 1 to 65,536");
        bool hides = !arguments.GetValue(noZk);
        VisibilityRules rules = visibility.Read(arguments, hides ? weights : TensorVisibility.Public);
        if (rules.HasHashed && !hides)
        {
            throw CommandFailure.Usage(
                "--no-zk: a hashed input or output needs proofs that hide, else they may reveal what the digest hides",
                "leave --no-zk out, or make it public or private");
        }
        bool isSecret = rules.Weights == TensorVisibility.Private;
        if (isSecret && !hides)
        {
            throw CommandFailure.Usage("--no-zk: private weights need proofs that hide", "leave --no-zk out, or say weights=public");
        }
        if (arguments.GetValue(proofs) is int budget && (!isSecret || budget is < 1 or > CircuitLimits.ModelProofs))
        {
            throw CommandFailure.Usage(
                $"--proofs is {budget}; it must be from 1 to {CircuitLimits.ModelProofs} and is for private weights only",
                "say --visibility weights=private with it");
        }
        return new()
        {
            Batch = count,
            ModelProofs = arguments.GetValue(proofs),
            Dimensions = dimensions.Read(arguments),
            Visibility = rules,
            ZeroKnowledge = hides,
        };
    }
}
