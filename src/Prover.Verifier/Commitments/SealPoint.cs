using System.Buffers.Binary;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Commitments;

/// <summary>
/// Where a hidden model is evaluated for its seal (SPEC §6.10): a point of the rows, the weight of the tails' last rows, and the element
/// whose powers weight the columns. All follow from the model's commitment, so that nobody knows them before he has committed.
/// </summary>
/// <param name="Rows">One coordinate per row variable, z.</param>
/// <param name="Tail">The weight of the seal rows, zeta; not 0.</param>
/// <param name="Column">The powers of this element weight the columns, s.</param>
internal sealed record SealPoint(KoalaBear5[] Rows, KoalaBear5 Tail, KoalaBear5 Column)
{
    /// <summary>What the transcript starts from.</summary>
    internal const string Domain = "Prover 2026-11-21 model seal v1";

    internal const string CommitmentLabel = "model", RowsLabel = "seal rows", TailLabel = "seal tail", ColumnLabel = "seal column";

    /// <summary>The point of a commitment.</summary>
    /// <param name="circuit">The digest of the circuit.</param>
    /// <param name="parameters">The parameters of openings: profile, rows and columns.</param>
    /// <param name="cap">The cap of the model's tree.</param>
    public static SealPoint Draw(Digest circuit, WhirParameters parameters, ReadOnlySpan<Digest> cap)
    {
        byte[] commitment = new byte[((1 + cap.Length) * Digest.Bytes) + (3 * sizeof(int))];
        circuit.CopyTo(commitment.AsSpan(0, Digest.Bytes));
        Span<byte> rest = commitment.AsSpan(Digest.Bytes);
        JointShape shape = parameters.Shape;
        foreach (int number in (ReadOnlySpan<int>)[parameters.Profile.Bits, shape.LogRows, shape.ModelColumns])
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, number);
            rest = rest[sizeof(int)..];
        }
        foreach (Digest digest in cap)
        {
            digest.CopyTo(rest[..Digest.Bytes]);
            rest = rest[Digest.Bytes..];
        }
        var transcript = new TranscriptState(Domain);
        transcript.Absorb(CommitmentLabel, commitment);
        var rows = new KoalaBear5[shape.LogRows];
        for (int i = 0; i < rows.Length; i++) rows[i] = transcript.Challenge(RowsLabel);
        KoalaBear5 tail = transcript.Challenge(TailLabel);
        while (tail == KoalaBear5.Zero) tail = transcript.Challenge(TailLabel);
        return new(rows, tail, transcript.Challenge(ColumnLabel));
    }

    /// <summary>The weights of a model's columns: 1, s, s^2, ...</summary>
    public KoalaBear5[] ColumnWeights(int columns)
    {
        var weights = new KoalaBear5[columns];
        KoalaBear5 power = KoalaBear5.One;
        for (int i = 0; i < columns; i++, power *= Column) weights[i] = power;
        return weights;
    }
}
