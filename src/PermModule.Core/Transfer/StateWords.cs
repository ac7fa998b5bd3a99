namespace PermModule.Transfer;

/// <summary>The words by which files say yes and no, and by which directories say who is active.</summary>
internal static class StateWords
{
    // What spreadsheets write for TRUE and FALSE in the languages of their users, and what people type.
    private static readonly Dictionary<string, bool> Answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true, ["yes"] = true, ["y"] = true, ["1"] = true, ["t"] = true, ["on"] = true,
        ["wahr"] = true, ["ja"] = true, ["j"] = true, ["vrai"] = true, ["oui"] = true, ["o"] = true,
        ["verdadero"] = true, ["sí"] = true, ["si"] = true, ["vero"] = true, ["sì"] = true, ["verdadeiro"] = true, ["sim"] = true,
        ["waar"] = true, ["sant"] = true, ["sand"] = true, ["sann"] = true, ["tosi"] = true, ["kyllä"] = true,
        ["prawda"] = true, ["tak"] = true, ["pravda"] = true, ["ano"] = true, ["igaz"] = true, ["igen"] = true, ["doğru"] = true, ["evet"] = true,
        ["истина"] = true, ["да"] = true,
        ["false"] = false, ["no"] = false, ["n"] = false, ["0"] = false, ["f"] = false, ["off"] = false,
        ["falsch"] = false, ["nein"] = false, ["faux"] = false, ["non"] = false,
        ["falso"] = false, ["não"] = false, ["nao"] = false,
        ["onwaar"] = false, ["nee"] = false, ["falskt"] = false, ["falsk"] = false, ["usann"] = false, ["nej"] = false, ["nei"] = false, ["epätosi"] = false, ["ei"] = false,
        ["fałsz"] = false, ["nie"] = false, ["nepravda"] = false, ["ne"] = false, ["hamis"] = false, ["nem"] = false, ["yanlış"] = false, ["hayır"] = false,
        ["ложь"] = false, ["нет"] = false,
    };

    // An account that is locked, or whose password is to be set, is still somebody's who works here; a staged one is not yet.
    private static readonly Dictionary<string, bool> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["active"] = true, ["enabled"] = true, ["activated"] = true, ["provisioned"] = true, ["recovery"] = true, ["passwordexpired"] = true, ["lockedout"] = true,
        ["aktiv"] = true, ["aktiviert"] = true, ["actif"] = true, ["activo"] = true, ["attivo"] = true, ["actief"] = true, ["ativo"] = true,
        ["aktywny"] = true, ["aktywna"] = true, ["aktywne"] = true, ["activé"] = true, ["habilitado"] = true, ["abilitato"] = true,
        ["inactive"] = false, ["disabled"] = false, ["deactivated"] = false, ["staged"] = false, ["suspended"] = false, ["deprovisioned"] = false,
        ["blocked"] = false, ["archived"] = false, ["deleted"] = false, ["terminated"] = false,
        ["inaktiv"] = false, ["deaktiviert"] = false, ["gesperrt"] = false, ["inactif"] = false, ["désactivé"] = false, ["inactivo"] = false, ["inattivo"] = false,
        ["disattivato"] = false, ["inactief"] = false, ["inativo"] = false,
        ["nieaktywny"] = false, ["nieaktywna"] = false, ["nieaktywne"] = false, ["bloqué"] = false, ["desactivado"] = false, ["bloqueado"] = false, ["bloccato"] = false,
        ["geblokkeerd"] = false, ["uitgeschakeld"] = false, ["zablokowany"] = false, ["zablokowana"] = false,
    };

    /// <summary>True for yes, false for no, null for anything else.</summary>
    public static bool? Answer(string text) => Answers.TryGetValue(text, out bool answer) ? answer : null;

    /// <summary>True for a word that says active, false for one that says inactive, null for anything else.</summary>
    public static bool? State(string text) => States.TryGetValue(text, out bool state) || States.TryGetValue(Joined(text), out state) ? state : null;

    private static string Joined(string text) => string.Concat(text.Where(char.IsLetter));
}
