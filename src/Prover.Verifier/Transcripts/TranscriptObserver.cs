namespace Prover.Verifier.Transcripts;

/// <summary>
/// Watches a transcript without influence on it, so that a test can compare the order of messages and challenges with SPEC §5.6.
/// </summary>
/// <param name="step">What happened.</param>
/// <param name="label">The label.</param>
/// <param name="bytes">The message, the bytes a challenge is made of, or the state after hardening.</param>
internal delegate void TranscriptObserver(TranscriptStep step, string label, ReadOnlySpan<byte> bytes);
