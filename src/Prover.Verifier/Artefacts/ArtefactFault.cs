namespace Prover.Verifier.Artefacts;

/// <summary>What is wrong with the bytes of an artefact (SPEC §8.1).</summary>
public enum ArtefactFault
{
    /// <summary>The file does not start with the magic of the expected kind.</summary>
    NotThisKind,

    /// <summary>The file was written in another version of the format.</summary>
    OtherVersion,

    /// <summary>The file is shorter than it says.</summary>
    Truncated,

    /// <summary>The checksum does not match: some byte changed.</summary>
    Corrupt,

    /// <summary>The content violates the format: structure, canonical form or limits.</summary>
    Malformed,
}
