using Prover.Verifier.Commitments;

namespace Prover.Proving.Kernels;

/// <summary>
/// The bulk work of committing: encoding, row and node hashing, and grinding. Matrices are column-major flat arrays, that
/// is, column c of a matrix with n rows occupies elements c·n .. (c+1)·n - 1. Digests of a tree level with n nodes are
/// eight planes of n words: word w of node i is element w·n + i. All implementations agree to the last bit, whatever
/// their number of threads.
/// </summary>
public interface ICodeKernels
{
    /// <summary>Evaluates every column on the domain of a code.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="message">The matrix of 2^LogRows low coefficients per column, coefficient of x^j in row j.</param>
    /// <param name="tail">
    /// The matrix of TailRows coefficients per column of x^(2^LogRows), x^(2^LogRows + 1), ...; ignored when there are none.
    /// </param>
    /// <param name="codeword">
    /// Receives the matrix of evaluations: row i is the point g^b, g = RootOfUnity(LogDomain), b = i with its LogDomain bits
    /// reversed. Must not overlap the inputs.
    /// </param>
    /// <exception cref="ArgumentException">A view does not have the length that the shape says.</exception>
    void Encode(in CodeShape shape, FieldView message, FieldView tail, FieldView codeword);

    /// <summary>Hashes each row of a matrix with the leaf hash of a tree.</summary>
    /// <param name="shape">The tree; the matrix has shape.Rows rows and shape.RowWords columns.</param>
    /// <param name="matrix">The matrix, column-major.</param>
    /// <param name="digests">Receives the leaf level.</param>
    /// <exception cref="ArgumentException">A view does not have the length that the shape says.</exception>
    void HashRows(in MerkleShape shape, FieldView matrix, FieldView digests);

    /// <summary>Hashes the neighbouring pairs of one level of a tree into the next level.</summary>
    /// <param name="shape">The tree.</param>
    /// <param name="children">A level of 2n digests.</param>
    /// <param name="parents">Receives the level of n digests. Must not overlap the children.</param>
    /// <exception cref="ArgumentException">The lengths are not 16·n and 8·n.</exception>
    void HashLayer(in MerkleShape shape, FieldView children, FieldView parents);

    /// <summary>Converts signed integers to Montgomery representatives of their residue classes.</summary>
    /// <param name="integers">Any 32-bit integers.</param>
    /// <param name="elements">Receives as many field elements.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    void ToMontgomery(ReadOnlySpan<int> integers, Span<uint> elements);

    /// <summary>Finds the smallest nonce that <c>ProofOfWork.Check</c> accepts.</summary>
    /// <param name="seed">The 32-byte seed.</param>
    /// <param name="bits">The number of zero bits, 0..40; the expected work is 2^bits compressions.</param>
    ulong Grind(ReadOnlySpan<byte> seed, int bits);
}
