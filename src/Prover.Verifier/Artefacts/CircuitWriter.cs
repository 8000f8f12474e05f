using System.Buffers;
using Prover.Verifier.Circuits;

namespace Prover.Verifier.Artefacts;

/// <summary>Encodes a circuit (SPEC §8.3). Equal circuits have equal bytes, which the circuit digest is taken of.</summary>
public static class CircuitWriter
{
    /// <summary>What stands for a fixed tensor of the model where other tensors have their vector.</summary>
    internal const int FixedTensor = 2;

    /// <summary>The bytes of a circuit.</summary>
    public static byte[] Write(Circuit circuit)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Write(ref writer, circuit);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ref MessagePackWriter writer, Circuit circuit)
    {
        writer.WriteArrayHeader(8);
        writer.WriteArrayHeader(circuit.Tensors.Length);
        foreach (CommittedTensor tensor in circuit.Tensors) Write(ref writer, tensor);
        writer.WriteArrayHeader(circuit.Rows.Length);
        foreach (LookupRows rows in circuit.Rows) Write(ref writer, rows);
        writer.WriteArrayHeader(circuit.Constraints.Length);
        foreach (LinearConstraint constraint in circuit.Constraints) Write(ref writer, constraint);
        writer.WriteArrayHeader(circuit.Publics.Length);
        foreach (PublicTensor publicTensor in circuit.Publics) Write(ref writer, publicTensor);
        writer.Write(circuit.Hiding);
        writer.WriteArrayHeader(circuit.Hashed.Length);
        foreach (HashedTensor tensor in circuit.Hashed) Write(ref writer, tensor);
        writer.Write(circuit.ModelProofs);
        writer.Write(circuit.Tables is { } tables ? tables.ToBytes() : []);
    }

    private static void Write(ref MessagePackWriter writer, CommittedTensor tensor)
    {
        writer.WriteArrayHeader(3);
        writer.Write(tensor.Name);
        writer.Write(tensor.IsFixed ? FixedTensor : (int)tensor.Vector);
        Write(ref writer, tensor.Shape);
    }

    private static void Write(ref MessagePackWriter writer, LookupRows rows)
    {
        writer.WriteArrayHeader(5);
        writer.Write(rows.Name);
        writer.Write(rows.Table);
        Write(ref writer, rows.Axes);
        writer.WriteArrayHeader(rows.Columns.Length);
        foreach (ColumnTerm[] column in rows.Columns)
        {
            writer.WriteArrayHeader(column.Length);
            foreach (ColumnTerm term in column) Write(ref writer, term);
        }
        writer.Write(rows.Multiplicity);
    }

    private static void Write(ref MessagePackWriter writer, ColumnTerm term)
    {
        writer.WriteArrayHeader(term.Source switch { ColumnSource.One => 2, ColumnSource.InnerProduct => 6, _ => 3 });
        writer.Write((int)term.Source);
        writer.Write(term.Factor);
        switch (term.Source)
        {
            case ColumnSource.One:
                break;
            case ColumnSource.Index:
                writer.Write(term.Axis);
                break;
            case ColumnSource.Read:
                Write(ref writer, term.Read!);
                break;
            default:
                InnerProduct product = term.Product!;
                Write(ref writer, product.InnerSizes);
                Write(ref writer, product.Shared);
                Write(ref writer, product.Left);
                Write(ref writer, product.Right);
                break;
        }
    }

    private static void Write(ref MessagePackWriter writer, TensorRead read)
    {
        writer.WriteArrayHeader(1 + read.Indices.Length);
        writer.Write(read.Tensor);
        foreach (AffineIndex index in read.Indices)
        {
            writer.WriteArrayHeader(1 + (2 * index.Terms.Length));
            writer.Write(index.Shift);
            foreach (IndexTerm term in index.Terms)
            {
                writer.Write(term.Variable);
                writer.Write(term.Stride);
            }
        }
    }

    private static void Write(ref MessagePackWriter writer, LinearConstraint constraint)
    {
        writer.WriteArrayHeader(2);
        writer.Write(constraint.Name);
        writer.WriteArrayHeader(constraint.Terms.Length);
        foreach (ConstraintTerm term in constraint.Terms)
        {
            writer.WriteArrayHeader(4);
            writer.Write(term.Factor);
            Write(ref writer, term.Axes);
            writer.WriteArrayHeader(term.Strides.Length);
            foreach (long stride in term.Strides) writer.Write(stride);
            Write(ref writer, term.Read);
        }
    }

    private static void Write(ref MessagePackWriter writer, PublicTensor publicTensor)
    {
        writer.WriteArrayHeader(6);
        writer.Write(publicTensor.Name);
        writer.Write(publicTensor.IsInput);
        writer.Write(publicTensor.Tensor);
        writer.Write(publicTensor.ZeroPoint);
        writer.Write(publicTensor.Low);
        writer.Write(publicTensor.High);
    }

    private static void Write(ref MessagePackWriter writer, HashedTensor tensor)
    {
        writer.WriteArrayHeader(5);
        writer.Write(tensor.Name);
        writer.Write(tensor.IsInput);
        writer.Write(tensor.Tensor);
        writer.Write(tensor.Count);
        writer.Write(tensor.ZeroPoint);
    }

    /// <summary>A list of integers as an array.</summary>
    internal static void Write(ref MessagePackWriter writer, int[] values)
    {
        writer.WriteArrayHeader(values.Length);
        foreach (int value in values) writer.Write(value);
    }
}
