using Prover.Verifier.Artefacts;

namespace Prover.Cli.Demo;

/// <summary>Spoils proofs, to show that they are refused.</summary>
internal static class Tampering
{
    /// <summary>The proof with one byte of its messages changed and its checksum made right again.</summary>
    public static byte[] FlipByte(byte[] proofFile, int position)
    {
        ProofArtefact proof = ProofArtefact.Read(proofFile);
        byte[] messages = [.. proof.Messages];
        messages[position] ^= 1;
        return (proof with { Messages = messages }).Write();
    }

    /// <summary>The proof with one public value of one tensor changed and its checksum made right again.</summary>
    public static byte[] ChangeValue(byte[] proofFile, int tensor, int element, int value)
    {
        ProofArtefact proof = ProofArtefact.Read(proofFile);
        int[][] values = [.. proof.Statement.PublicValues.Select(list => (int[])list.Clone())];
        values[tensor][element] = value;
        return (proof with { Statement = proof.Statement with { PublicValues = values } }).Write();
    }
}
