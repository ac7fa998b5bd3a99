namespace PermModule.Storage.Postgres;

/// <summary>
/// What a change is going to ask: what it announces, and what the one before asked besides what it was about, such as the newest event, the counters of seats, the hour of their history.
/// The lock of the change brings the answers along, or the next question does, which saves round trips. An answer holds until the change writes to a table that it is from, since nobody else can; where one state of the store is read, it holds until the end.
/// </summary>
internal sealed class PostgresForecast
{
    /// <summary>More than this is not asked in advance unless it is announced: what is asked that often is about single things.</summary>
    private const int Most = 16;

    private readonly Dictionary<PostgresQuestion, PostgresRows> _answers = [];
    private readonly HashSet<PostgresQuestion> _announced = [];
    private readonly HashSet<PostgresQuestion> _brought = [];
    private readonly HashSet<PostgresQuestion> _asked = [];
    private readonly Dictionary<string, int> _written = new(StringComparer.Ordinal);
    private int _noted;
    private bool _isOpen;
    private bool _isWriting;
    private bool _isAllWritten;

    /// <summary>Begins a change, and says what to ask with its lock.</summary>
    public IReadOnlyList<PostgresQuestion> Begin()
    {
        _asked.UnionWith(_announced);
        PostgresQuestion[] questions = [.. _asked];
        _brought.Clear();
        _brought.UnionWith(_announced);
        End();
        _asked.Clear();
        _written.Clear();
        _isAllWritten = false;
        (_isOpen, _isWriting) = (true, true);
        return questions;
    }

    /// <summary>Begins to read one state of the store.</summary>
    public void BeginRead()
    {
        End();
        (_isOpen, _isWriting) = (true, false);
    }

    /// <summary>Notes that something will be asked.</summary>
    public void Announce(PostgresQuestion question)
    {
        if (!_answers.ContainsKey(question))
        {
            _announced.Add(question);
        }
    }

    /// <summary>What to ask along with a question, inside a transaction.</summary>
    public IReadOnlyList<PostgresQuestion> Along(PostgresQuestion question)
    {
        if (!_isOpen || _announced.Count == 0)
        {
            return [];
        }

        _announced.Remove(question);
        PostgresQuestion[] questions = [.. _announced];
        _announced.Clear();
        return questions;
    }

    /// <summary>Notes an answer.</summary>
    public void Note(PostgresQuestion question, PostgresRows rows)
    {
        _answers[question] = rows;
        _noted++;
    }

    /// <summary>The answer to a question, where it is known.</summary>
    public PostgresRows? Take(PostgresQuestion question)
    {
        if (!_isOpen)
        {
            return null;
        }

        // Who announced a question before the change does so before the next one, if it asks the same.
        if (_isWriting && _asked.Count < Most && question.IsCommon && !_isAllWritten && !_brought.Contains(question) && !IsWritten(question))
        {
            _asked.Add(question);
        }

        return _answers.TryGetValue(question, out PostgresRows? rows) ? rows.Again() : null;
    }

    /// <summary>The change writes to a table, so that answers from it are those of before.</summary>
    /// <param name="table">The table, or nothing where it may be any.</param>
    public void Write(string table)
    {
        if (table.Length == 0)
        {
            _answers.Clear();
            _isAllWritten = true;
        }
        else if (!_written.TryGetValue(table, out int noted) || noted != _noted)
        {
            _written[table] = _noted;
            foreach (PostgresQuestion question in _answers.Keys)
            {
                if (question.IsFrom(table))
                {
                    _answers.Remove(question);
                }
            }
        }
    }

    /// <summary>The change is over: others write from here on.</summary>
    public void End()
    {
        _answers.Clear();
        _announced.Clear();
        _isOpen = false;
    }

    private bool IsWritten(PostgresQuestion question)
    {
        foreach (string table in _written.Keys)
        {
            if (question.IsFrom(table))
            {
                return true;
            }
        }

        return false;
    }
}
