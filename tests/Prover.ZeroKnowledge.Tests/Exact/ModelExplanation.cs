using Prover.Verifier.Fields;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// The change of a hidden model's tails under which another model has the same opened rows in all proofs of its key (SPEC §11.8). Like
/// that of a witness it is a translation: it does not depend on the tails.
/// </summary>
internal sealed class ModelExplanation
{
    private readonly OpeningExperiment experiment;

    /// <summary>Solves for the tails.</summary>
    /// <param name="experiment">One of the proofs; all have the same shape.</param>
    /// <param name="points">Every point that was opened in any proof, no more than the tail has rows.</param>
    /// <param name="from">The first model.</param>
    /// <param name="to">The second one.</param>
    public ModelExplanation(OpeningExperiment experiment, KoalaBear[] points, uint[] from, uint[] to)
    {
        this.experiment = experiment;
        KoalaBear[] difference = [.. from.Zip(to, (left, right) => new KoalaBear(right) - new KoalaBear(left))];
        Data = [.. difference.Chunk(experiment.Rows)];
        Tails = [.. Data.Select(_ => new KoalaBear[experiment.Parameters.ModelTailRows])];
        KeepSeal();
        for (int column = 0; column < Data.Length; column++)
        {
            KoalaBear[] coefficients = [.. Data[column], .. Tails[column]];
            KoalaBear[] values =
                [.. points.Select(x => -LinearSystem.Evaluate(coefficients, x) * x.Power((ulong)experiment.Rows).Inverse())];
            LinearSystem.Interpolate(points, values).CopyTo(Tails[column], 0);
        }
    }

    /// <summary>Differences of the columns' data.</summary>
    public KoalaBear[][] Data { get; }

    /// <summary>Differences of the columns' tails.</summary>
    public KoalaBear[][] Tails { get; }

    /// <summary>The seal rows of the first column make up for the change of the seal's value.</summary>
    private void KeepSeal()
    {
        KoalaBear5[] weights = experiment.SealPoint.ColumnWeights(Data.Length);
        KoalaBear5 change = default;
        for (int column = 0; column < Data.Length; column++) change += weights[column] * experiment.SealValue(Data[column], []);
        KoalaBear5 element = -(change * experiment.SealPoint.Tail.Inverse());
        for (int j = 0; j < KoalaBear5.Degree; j++) Tails[0][^(KoalaBear5.Degree - j)] = element[j];
    }

    /// <summary>What the setup of the second model draws where that of the first one drew these words.</summary>
    public uint[] Translate(uint[] random)
    {
        uint[] translated = [.. random];
        for (int i = 0; i < Tails.Length * experiment.Parameters.ModelTailRows; i++)
        {
            KoalaBear change = Tails[i / experiment.Parameters.ModelTailRows][i % experiment.Parameters.ModelTailRows];
            translated[i] = (new KoalaBear(translated[i]) + change).Representative;
        }
        return translated;
    }
}
