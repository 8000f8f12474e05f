using System.CommandLine;
using Prover.Cli.Commands;
using Prover.Cli.Files;
using Prover.Cli.Inspection;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Compilation;
using Prover.Onnx.Planning;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Verbs;

/// <summary>`plan`: what a model costs, before any work.</summary>
internal sealed class PlanVerb : IVerb
{
    private readonly Argument<string> model = new("MODEL.onnx") { Description = "A quantised or float ONNX model" };
    private readonly Option<int> security = ProfileOption.Create();
    private readonly CompileOptionGroup options = new();

    /// <summary>Defines the options.</summary>
    public PlanVerb()
    {
        Definition = new("plan", "Predict time, memory and proof size, and name every unsupported node, before any work")
        {
            model,
            security,
        };
        foreach (Option option in options.All) Definition.Add(option);
    }

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string path = arguments.GetRequiredValue(model);
        CompilationOptions settings = options.Read(arguments);
        ModelSource.CheckOnnx(path);
        SecurityProfile profile = SecurityProfile.All.First(profile => profile.Bits == arguments.GetValue(security));
        return context.Progress.Run(["compile", "measure this machine"], step =>
        {
            step("compile");
            ModelPlan plan = ModelPlanner.Plan(path, settings);
            context.Cancellation.ThrowIfCancellationRequested();
            if (plan.Model is null) return PlanReport.Refused(path, plan);
            ModelSource.Validate(path, plan.Model);
            step("measure this machine");
            MachineSpeed speed = SpeedCache.Get(context.Threads);
            var forecast = ProvingForecast.For(plan.Model.Network, profile, speed);
            return PlanReport.Of(path, plan, forecast, context.IsVerbose);
        });
    }
}
