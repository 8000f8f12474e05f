using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Benchmarks.Matrix;

/// <summary>Inputs that cover the legal integers: all least, all greatest, all zero points, the extremes mixed, and white noise.</summary>
internal sealed class FullRangeInputs(CompiledModel model)
{
    /// <summary>The integers of every input of the network.</summary>
    public int[][] Integers(int number)
    {
        var random = new Random(number);
        return [.. model.Network.Inputs.Select(input => Draw(input, number, random))];
    }

    /// <summary>Tensors of the model that become these integers; null where an input is prepared before it is quantised.</summary>
    public Dictionary<string, DenseTensor>? Tensors(int[][] integers)
    {
        var tensors = new Dictionary<string, DenseTensor>();
        for (int i = 0; i < integers.Length; i++)
        {
            InputQuantization input = model.Inputs[i];
            if (input.Preparation is not null) return null;
            tensors[input.Input.Name] = Tensor(input, integers[i]);
        }

        return tensors;
    }

    private static DenseTensor Tensor(InputQuantization input, int[] integers)
    {
        DenseTensor tensor = DenseTensor.Allocate(input.Input.ElementType, input.Input.Shape);
        for (int i = 0; i < integers.Length; i++)
        {
            object value = tensor.Data switch
            {
                float[] => (integers[i] - input.ZeroPoint) * input.Scale,
                Half[] => (Half)((integers[i] - input.ZeroPoint) * input.Scale),
                bool[] => integers[i] != 0,
                _ => Convert.ChangeType(
                    integers[i], tensor.Data.GetType().GetElementType()!, System.Globalization.CultureInfo.InvariantCulture),
            };
            tensor.Data.SetValue(value, i);
        }

        return tensor;
    }

    private static int[] Draw(NetworkInput input, int number, Random random)
    {
        int count = input.Shape.Aggregate(1, static (product, size) => product * size);
        int zero = Math.Clamp(input.ZeroPoint, input.Low, input.High);
        return [.. Enumerable.Range(0, count).Select(_ => number switch
        {
            0 => input.Low,
            1 => input.High,
            2 => zero,
            3 => random.Next(2) == 0 ? input.Low : input.High,
            _ => random.Next(input.Low, input.High + 1),
        })];
    }
}
