namespace Prover.Verifier.Transcripts;

/// <summary>What happens to a transcript.</summary>
internal enum TranscriptStep
{
    /// <summary>A message or something both sides know is absorbed.</summary>
    Message,

    /// <summary>Bytes of a challenge are drawn.</summary>
    Challenge,

    /// <summary>The hardening step (SPEC §3.4).</summary>
    Hardening,
}
