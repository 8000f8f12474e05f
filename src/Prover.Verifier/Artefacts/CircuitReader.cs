using Prover.Verifier.Circuits;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// Decodes a circuit that nobody vouches for (SPEC §8.3) and checks it with <see cref="CircuitValidator"/>: what comes out can
/// be verified against without further checks.
/// </summary>
public static class CircuitReader
{
    /// <summary>Reads and checks a circuit.</summary>
    /// <exception cref="MalformedArtefactException">The bytes are not a circuit within the limits.</exception>
    public static Circuit Read(ReadOnlySpan<byte> bytes)
    {
        MalformedArtefactException.ThrowIf(
            bytes.Length > CircuitLimits.Bytes,
            $"the circuit has {bytes.Length} bytes, more than the limit of {CircuitLimits.Bytes}");
        var reader = new MessagePackReader(bytes);
        reader.ReadArrayHeaderOf(8);
        var tensors = new CommittedTensor[reader.ReadArrayHeader(CircuitLimits.Tensors)];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = ReadTensor(ref reader);
        var rows = new LookupRows[reader.ReadArrayHeader(CircuitLimits.Tensors)];
        for (int i = 0; i < rows.Length; i++) rows[i] = ReadRows(ref reader);
        var constraints = new LinearConstraint[reader.ReadArrayHeader(CircuitLimits.Tensors)];
        for (int i = 0; i < constraints.Length; i++) constraints[i] = ReadConstraint(ref reader);
        var publics = new PublicTensor[reader.ReadArrayHeader(CircuitLimits.Tensors)];
        for (int i = 0; i < publics.Length; i++) publics[i] = ReadPublic(ref reader);
        bool hiding = reader.ReadBoolean();
        var hashed = new HashedTensor[reader.ReadArrayHeader(CircuitLimits.HashedTensors)];
        for (int i = 0; i < hashed.Length; i++) hashed[i] = ReadHashed(ref reader);
        int modelProofs = reader.ReadInt32(0, CircuitLimits.ModelProofs);
        Digest? tables = ReadTables(ref reader);
        reader.Finish();
        MalformedArtefactException.ThrowIf(modelProofs > 0 && !hiding, "the model is hidden by proofs that do not hide");
        var circuit = new Circuit(tensors, rows, constraints, publics)
        {
            Hiding = hiding,
            Hashed = hashed,
            ModelProofs = modelProofs,
            Tables = tables,
        };
        CircuitValidator.Validate(circuit);
        return circuit;
    }

    private static CommittedTensor ReadTensor(ref MessagePackReader reader)
    {
        reader.ReadArrayHeaderOf(3);
        string name = reader.ReadString(CircuitLimits.NameBytes);
        int kind = reader.ReadInt32((int)CommittedVector.Model, CircuitWriter.FixedTensor);
        int[] shape = ReadIntegers(ref reader, CircuitLimits.Rank);
        bool isFixed = kind == CircuitWriter.FixedTensor;
        return new(name, isFixed ? CommittedVector.Model : (CommittedVector)kind, shape) { IsFixed = isFixed };
    }

    private static Digest? ReadTables(ref MessagePackReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes(Digest.Bytes);
        MalformedArtefactException.ThrowIf(bytes.Length is not (0 or Digest.Bytes), $"the digest of tables has {bytes.Length} bytes");
        return bytes.IsEmpty ? null : Digest.FromBytes(bytes);
    }

    private static LookupRows ReadRows(ref MessagePackReader reader)
    {
        reader.ReadArrayHeaderOf(5);
        string name = reader.ReadString(CircuitLimits.NameBytes);
        int table = reader.ReadInt32();
        int[] axes = ReadIntegers(ref reader, CircuitLimits.Rank);
        var columns = new ColumnTerm[reader.ReadArrayHeader(CircuitLimits.Columns)][];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = new ColumnTerm[reader.ReadArrayHeader(CircuitLimits.Terms)];
            for (int t = 0; t < columns[i].Length; t++) columns[i][t] = ReadTerm(ref reader);
        }
        return new(name, table, axes, columns, reader.ReadInt32());
    }

    private static ColumnTerm ReadTerm(ref MessagePackReader reader)
    {
        int length = reader.ReadArrayHeader();
        var source = (ColumnSource)reader.ReadInt32((int)ColumnSource.One, (int)ColumnSource.InnerProduct);
        int expected = source switch { ColumnSource.One => 2, ColumnSource.InnerProduct => 6, _ => 3 };
        MalformedArtefactException.ThrowIf(length != expected, $"a column term has {length} entries instead of {expected}");
        long factor = reader.ReadInt64();
        switch (source)
        {
            case ColumnSource.One:
                return ColumnTerm.Constant(factor);
            case ColumnSource.Index:
                return ColumnTerm.Index(reader.ReadInt32(), factor);
            case ColumnSource.Read:
                return ColumnTerm.Of(ReadRead(ref reader), factor);
            default:
                int[] innerSizes = ReadIntegers(ref reader, CircuitLimits.Rank);
                int[] shared = ReadIntegers(ref reader, CircuitLimits.Rank);
                TensorRead left = ReadRead(ref reader);
                return ColumnTerm.Of(new InnerProduct(innerSizes, shared, left, ReadRead(ref reader)), factor);
        }
    }

    private static TensorRead ReadRead(ref MessagePackReader reader)
    {
        int rank = reader.ReadArrayHeader(1 + CircuitLimits.Rank) - 1;
        MalformedArtefactException.ThrowIf(rank < 0, "a read names no tensor");
        int tensor = reader.ReadInt32();
        var indices = new AffineIndex[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int length = reader.ReadArrayHeader(1 + (4 * CircuitLimits.Rank));
            MalformedArtefactException.ThrowIf(length % 2 == 0, "an index expression has an even number of entries");
            int shift = reader.ReadInt32();
            var terms = new IndexTerm[length / 2];
            for (int i = 0; i < terms.Length; i++) terms[i] = new(reader.ReadInt32(), reader.ReadInt32());
            indices[axis] = new(terms, shift);
        }
        return new(tensor, indices);
    }

    private static LinearConstraint ReadConstraint(ref MessagePackReader reader)
    {
        reader.ReadArrayHeaderOf(2);
        string name = reader.ReadString(CircuitLimits.NameBytes);
        var terms = new ConstraintTerm[reader.ReadArrayHeader(CircuitLimits.Terms)];
        for (int i = 0; i < terms.Length; i++)
        {
            reader.ReadArrayHeaderOf(4);
            long factor = reader.ReadInt64();
            int[] axes = ReadIntegers(ref reader, CircuitLimits.Rank);
            long[] strides = new long[reader.ReadArrayHeader(CircuitLimits.Rank)];
            for (int axis = 0; axis < strides.Length; axis++) strides[axis] = reader.ReadInt64();
            terms[i] = new(factor, axes, strides, ReadRead(ref reader));
        }
        return new(name, terms);
    }

    private static PublicTensor ReadPublic(ref MessagePackReader reader)
    {
        reader.ReadArrayHeaderOf(6);
        string name = reader.ReadString(CircuitLimits.NameBytes);
        bool isInput = reader.ReadBoolean();
        int tensor = reader.ReadInt32();
        int zeroPoint = reader.ReadInt32();
        int low = reader.ReadInt32();
        return new(name, isInput, tensor, zeroPoint, low, reader.ReadInt32());
    }

    private static HashedTensor ReadHashed(ref MessagePackReader reader)
    {
        reader.ReadArrayHeaderOf(5);
        string name = reader.ReadString(CircuitLimits.NameBytes);
        bool isInput = reader.ReadBoolean();
        int tensor = reader.ReadInt32();
        int count = reader.ReadInt32();
        return new(name, isInput, tensor, count, reader.ReadInt32());
    }

    private static int[] ReadIntegers(ref MessagePackReader reader, int maximum)
    {
        int[] values = new int[reader.ReadArrayHeader(maximum)];
        for (int i = 0; i < values.Length; i++) values[i] = reader.ReadInt32();
        return values;
    }
}
