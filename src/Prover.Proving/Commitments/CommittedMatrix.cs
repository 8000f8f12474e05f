using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>
/// A column-major matrix of coefficients together with its codeword and Merkle tree (SPEC §6.2). The model's lives as long as the
/// proving key, the witness' as long as one proof.
/// </summary>
internal sealed class CommittedMatrix : IDisposable
{
    private readonly FieldBuffer codeword;
    private bool disposed;

    /// <summary>Encodes and hashes a matrix.</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="tree">The shape of the tree; a row has one word per column.</param>
    /// <param name="logRows">log2 of the coefficients per column; the rest of the tree's height is the code's redundancy.</param>
    /// <param name="columns">The columns, end to end; they must live and stay unchanged until the last opening.</param>
    /// <exception cref="ArgumentException">The matrix does not have the length that the shapes say.</exception>
    public CommittedMatrix(ICodeKernels kernels, in MerkleShape tree, int logRows, FieldView columns)
    {
        LogRows = logRows;
        Columns = columns;
        var shape = new CodeShape(tree.RowWords, logRows, tree.LogRows - logRows);
        codeword = FieldBufferPool.Rent(shape.CodewordLength);
        // A pooled buffer may be longer than asked for.
        FieldView evaluations = new(codeword, 0, shape.CodewordLength);
        kernels.Encode(shape, columns, default, evaluations);
        Tree = new MerkleTree(kernels, tree, evaluations);
    }

    /// <summary>Encodes and hashes a model, hiding it if its shape says so (SPEC §11.8).</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="parameters">The parameters of the opening.</param>
    /// <param name="columns">The model's columns, end to end; they must live and stay unchanged until the last opening.</param>
    /// <param name="random">The setup's randomness, from which the same model has the same tree; not used if the model is public.</param>
    /// <exception cref="ArgumentException">The matrix has not the parameters' length, or there is no randomness.</exception>
    public static CommittedMatrix OfModel(
        ICodeKernels kernels, WhirParameters parameters, FieldView columns, RandomStream? random) =>
        new(kernels, parameters, random, columns);

    private CommittedMatrix(ICodeKernels kernels, WhirParameters parameters, RandomStream? random, FieldView columns)
    {
        MerkleShape tree = parameters.ModelTree;
        WhirCode code = parameters.Codes[0];
        (LogRows, Columns) = (code.LogRows, columns);
        int count = parameters.Shape.ModelColumns;
        if (parameters.ModelTailRows > 0)
        {
            ArgumentNullException.ThrowIfNull(random);
            Tails = new(count, parameters.ModelTailRows, random);
        }
        codeword = FieldBufferPool.Rent((long)tree.RowWords << code.LogLength);
        var shape = new CodeShape(count, code.LogRows, code.LogLength - code.LogRows, parameters.ModelTailRows);
        kernels.Encode(shape, columns, Tails?.All ?? default, new(codeword, 0, shape.CodewordLength));
        long salts = (long)parameters.ModelSaltWords << code.LogLength;
        if (salts > 0) random!.FillPieces(new FieldView(codeword, shape.CodewordLength, salts).Span);
        Tree = new MerkleTree(kernels, tree, new FieldView(codeword, 0, shape.CodewordLength + salts));
    }

    /// <summary>Encodes and hashes the witness in the committed matrices' code, hiding it if its shape says so (SPEC §6.9).</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="parameters">The parameters of the opening.</param>
    /// <param name="columns">The witness' columns, end to end; they must live and stay unchanged until the last opening.</param>
    /// <param name="random">The proof's randomness; not used unless the opening hides.</param>
    /// <exception cref="ArgumentException">The matrix has not the parameters' length, or there is no randomness.</exception>
    public CommittedMatrix(ICodeKernels kernels, WhirParameters parameters, FieldView columns, RandomStream? random)
    {
        MerkleShape tree = parameters.WitnessTree;
        WhirCode code = parameters.Codes[0];
        (LogRows, Columns) = (code.LogRows, columns);
        int count = parameters.Shape.WitnessColumns;
        codeword = FieldBufferPool.Rent((long)tree.RowWords << code.LogLength);
        if (parameters.Shape.Hiding)
        {
            ArgumentNullException.ThrowIfNull(random);
            Mask = new(parameters, random);
            Tails = Mask.Tails;
        }
        var shape = new CodeShape(count, code.LogRows, code.LogLength - code.LogRows, Tails?.Rows ?? 0);
        FieldView evaluations = new(codeword, 0, shape.CodewordLength);
        if (Mask is null)
        {
            kernels.Encode(shape, columns, default, evaluations);
        }
        else
        {
            var maskShape = new CodeShape(KoalaBear5.Degree, code.LogRows, code.LogLength - code.LogRows, code.TailRows);
            FieldView maskEvaluations = new(codeword, shape.CodewordLength, maskShape.CodewordLength);
            FieldView salts = new(codeword, shape.CodewordLength + maskShape.CodewordLength, maskShape.CodewordLength);
            // The salts are the last to be drawn, so nobody else needs the stream meanwhile.
            ThreadedLoop.Run(random!.Threads, 2, part =>
            {
                if (part == 1)
                {
                    random.FillPieces(salts.Span);
                    return;
                }
                kernels.Encode(shape, columns, Mask.Tails.All, evaluations);
                kernels.Encode(maskShape, Mask.Column, Mask.ColumnTail, maskEvaluations);
            });
        }
        Tree = new MerkleTree(kernels, tree, new FieldView(codeword, 0, (long)tree.RowWords << code.LogLength));
    }

    /// <summary>What hides the witness in its opening; null for a model, or if nothing is hidden.</summary>
    public WitnessMask? Mask { get; }

    /// <summary>The uniform tails of the columns; null if nothing is hidden.</summary>
    public ColumnTails? Tails { get; }

    /// <summary>What seals a hidden model (SPEC §6.10); null before <see cref="SealAt"/>, and of every other matrix.</summary>
    public MatrixSeal? Seal { get; private set; }

    /// <summary>log2 of the coefficients per column.</summary>
    public int LogRows { get; }

    /// <summary>The columns of coefficients, end to end.</summary>
    public FieldView Columns { get; }

    /// <summary>The tree over the rows of evaluations.</summary>
    public MerkleTree Tree { get; }

    /// <summary>Seals a hidden model at a point that follows from its tree.</summary>
    /// <exception cref="InvalidOperationException">The matrix is not a hidden model's.</exception>
    public void SealAt(SealPoint point, IAlgebraKernels kernels)
    {
        if (Tails is null || Mask is not null) throw new InvalidOperationException("Only a hidden model has a seal.");
        Seal = MatrixSeal.Of(this, point, Tails.Rows, kernels);
    }

    /// <summary>Frees codeword and tree; the coefficients are the caller's.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Tree.Dispose();
        Mask?.Dispose();
        if (Mask is null) Tails?.Dispose();
        FieldBufferPool.Return(codeword);
    }
}
