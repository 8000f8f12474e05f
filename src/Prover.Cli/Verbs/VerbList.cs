using Prover.Cli.Commands;

namespace Prover.Cli.Verbs;

/// <summary>All verbs, in the order in which help lists them.</summary>
internal static class VerbList
{
    /// <summary>New instances: a command line is parsed into them.</summary>
    public static IReadOnlyList<IVerb> Create() =>
    [
        new CompileVerb(), new SetupVerb(), new IdVerb(), new ProveVerb(), new VerifyVerb(), new RunVerb(), new InspectVerb(),
        new SecurityVerb(), new DemoVerb(), new DoctorVerb(), new PlanVerb(), new QuantizeVerb(), new CommitmentVerb(),
        new StripVerb(),
    ];
}
