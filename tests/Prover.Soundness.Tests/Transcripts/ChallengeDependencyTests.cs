using Prover.Soundness.Tests.Arguments;
using Prover.Soundness.Tests.Circuits;
using Prover.Soundness.Tests.Hashed;
using Prover.Verifier.Arguments;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Transcripts;

/// <summary>Each challenge depends on every message before it, and on nothing else, in the order that SPEC §5.6 lists.</summary>
public class ChallengeDependencyTests
{
    public static TheoryData<string, int> Cases => new()
    {
        { "smallest", 100 }, { "smallest", 128 }, { "every relation", 100 }, { "two codes", 100 }, { "two codes", 128 },
        { "hashed", 100 }, { "hashed", 128 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_sides_follow_the_order_of_the_specification(string circuit, int profile) => AssertOrder(Case(circuit, profile));

    private static void AssertOrder(ArgumentCase subject)
    {
        (List<Step> ofProver, List<Step> ofVerifier) = Record(subject);
        IReadOnlyList<string> declared = TranscriptScript.For(subject.Key);
        Assert.Equal(declared, ofVerifier.Select(step => step.ToString()));
        Assert.Equal(declared, ofProver.Select(step => step.ToString()));
        for (int i = 0; i < ofProver.Count; i++)
        {
            Assert.True(ofProver[i].Bytes.AsSpan().SequenceEqual(ofVerifier[i].Bytes), $"the sides differ at step {i}, {ofProver[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_earlier_message_changes_every_later_challenge(string circuit, int profile) =>
        AssertDependency(Case(circuit, profile), 5);

    private static void AssertDependency(ArgumentCase subject, int stride)
    {
        List<Step> steps = Record(subject).Verifier;
        List<byte[]> original = Replay(subject, steps, -1);
        Assert.Equal(steps.Select(step => step.Bytes), original);
        // Long proofs: every message up to the opening, then a sample of its many.
        int[] messages = [.. Enumerable.Range(0, steps.Count)
            .Where(i => steps[i].Kind == TranscriptStep.Message && steps[i].Bytes.Length > 0)];
        foreach (int message in messages.Where((_, number) => number < 40 || number % stride == 0))
        {
            List<byte[]> changed = Replay(subject, steps, message);
            for (int i = 0; i < steps.Count; i++)
            {
                if (steps[i].Kind == TranscriptStep.Message) continue;
                bool same = changed[i].AsSpan().SequenceEqual(original[i]);
                Assert.True(same == i < message, $"a change of step {message}, {steps[message]}, and step {i}, {steps[i]}");
            }
        }
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    public void Both_sides_follow_the_order_in_every_visibility(Visibility visibility) =>
        AssertOrder(ArgumentCase.EveryRelationIn(visibility));

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    public void Messages_change_later_challenges_in_every_visibility(Visibility visibility) =>
        AssertDependency(ArgumentCase.EveryRelationIn(visibility), visibility == Visibility.Public ? 5 : 20);

    [Fact]
    public void A_label_and_the_place_where_a_message_ends_change_the_challenge()
    {
        static byte[] Draw(params (string Label, byte[] Message)[] messages)
        {
            byte[] drawn = [];
            var state = new TranscriptState("test", (step, _, bytes) => drawn = bytes.ToArray());
            foreach ((string label, byte[] message) in messages) state.Absorb(label, message);
            state.Challenge("challenge");
            return drawn;
        }

        byte[][] all =
        [
            Draw(("a", [1, 2])), Draw(("a", [1]), ("a", [2])), Draw(("a", [1, 2]), ("a", [])), Draw(("b", [1, 2])), Draw(("a", [1, 2, 0])),
            Draw(("a", []), ("a", [1, 2])), Draw(("ab", [1, 2])), Draw(("a", [(byte)'b', 1, 2])), Draw(),
        ];
        Assert.Equal(all.Length, all.Select(Convert.ToHexString).Distinct().Count());
    }

    private static ArgumentCase Case(string circuit, int profile) => circuit switch
    {
        "smallest" => new(SmallestCircuit.Build(), SmallestCircuit.Solve(3, 1), profile),
        "hashed" => profile == 100 ? HashedCase.Shared : HashedCase.Create(profile: profile),
        "every relation" => ArgumentCase.EveryRelation,
        _ => new(LongCircuit.Build(), LongCircuit.Solve(), profile),
    };

    private static (List<Step> Prover, List<Step> Verifier) Record(ArgumentCase subject)
    {
        List<Step> ofProver = [], ofVerifier = [];
        Statement statement = subject.StatementOf(subject.Values);
        byte[] proof = subject.ProveFast(subject.Values, statement, Into(ofProver));
        subject.Observe(statement, proof, Into(ofVerifier));
        return (ofProver, ofVerifier);

        static TranscriptObserver Into(List<Step> steps) => (kind, label, bytes) => steps.Add(new(kind, label, bytes.ToArray()));
    }

    /// <summary>Runs the steps again with one bit of one message changed; returns each step's bytes.</summary>
    private static List<byte[]> Replay(ArgumentCase subject, List<Step> steps, int changed)
    {
        var results = new List<byte[]>();
        var state = new TranscriptState(Protocol.Domain, (_, _, bytes) => results.Add(bytes.ToArray()));
        for (int i = 0; i < steps.Count; i++)
        {
            byte[] bytes = [.. steps[i].Bytes];
            if (i == changed) bytes[bytes.Length / 2] ^= 1;
            switch (steps[i].Kind)
            {
                case TranscriptStep.Message:
                    state.Absorb(steps[i].Label, bytes);
                    break;
                case TranscriptStep.Challenge when bytes.Length == 32:
                    state.ChallengeSeed(steps[i].Label);
                    break;
                case TranscriptStep.Challenge when bytes.Length == 64:
                    state.Challenge(steps[i].Label);
                    break;
                case TranscriptStep.Challenge:
                    state.ChallengeIndices(steps[i].Label, bytes.Length / 4, 10);
                    break;
                default:
                    state.Harden(subject.Key.HardeningBytes, Protocol.HardeningIterations);
                    break;
            }
        }
        return results;
    }

    /// <summary>One step as a transcript saw it.</summary>
    private sealed record Step(TranscriptStep Kind, string Label, byte[] Bytes)
    {
        public override string ToString() => Kind switch
        {
            TranscriptStep.Hardening => "harden",
            TranscriptStep.Challenge => $"challenge {Label}",
            _ => Label == "statement" ? "absorb statement" : $"send {Label}",
        };
    }
}
