using System.Globalization;
using System.Text;

namespace PermModule.Transfer;

/// <summary>The names that columns have in German, French, Dutch, Spanish, Italian and Polish.</summary>
/// <remarks>A word that names a whole person in one language and a part of the name in another, such as <c>Name</c>, is left out.</remarks>
internal static class LocalizedColumns
{
    private static readonly Dictionary<UserField, string[]> ByField = new()
    {
        [UserField.UserName] =
        [
            "Benutzername", "Benutzerkennung", "Anmeldename", "Benutzer", "Nom d'utilisateur", "Identifiant", "Nom de connexion", "Gebruikersnaam", "Aanmeldnaam", "Inlognaam",
            "Nombre de usuario", "Usuario", "Nome utente", "Utente", "Nazwa użytkownika", "Użytkownik",
        ],
        [UserField.Email] =
        [
            "E-Mail-Adresse", "Mailadresse", "Adresse e-mail", "Adresse mail", "Adresse électronique", "Courriel", "E-mailadres", "Mailadres", "Correo electrónico", "Correo",
            "Dirección de correo", "Dirección de correo electrónico", "Indirizzo e-mail", "Indirizzo email", "Posta elettronica", "Indirizzo di posta elettronica", "Adres e-mail", "Adres email",
            "Adres poczty elektronicznej", "Poczta",
        ],
        [UserField.FirstName] = ["Vorname", "Rufname", "Prénom", "Voornaam", "Roepnaam", "Nombre", "Nome", "Imię"],
        [UserField.LastName] = ["Nachname", "Familienname", "Zuname", "Nom", "Nom de famille", "Achternaam", "Familienaam", "Apellido", "Apellidos", "Cognome", "Nazwisko"],
        [UserField.Profile] = ["Profil", "Berechtigungsprofil", "Rechteprofil", "Profil d'autorisation", "Profiel", "Rechtenprofiel", "Perfil", "Perfil de permisos", "Profilo", "Profilo autorizzazioni", "Profil uprawnień"],
        [UserField.Group] =
        [
            "Gruppe", "Gruppen", "Benutzergruppe", "Benutzergruppen", "Groupe", "Groupes", "Groupes d'utilisateurs", "Groep", "Groepen", "Gebruikersgroepen",
            "Grupo", "Grupos", "Grupos de usuarios", "Gruppo", "Gruppi", "Gruppi di utenti", "Grupa", "Grupy", "Grupy użytkowników",
        ],
        [UserField.Department] = ["Abteilung", "Département", "Service", "Afdeling", "Departamento", "Reparto", "Dipartimento", "Dział", "Departament"],
        [UserField.Location] =
        [
            "Standort", "Land", "Arbeitsort", "Niederlassung", "Lieu", "Pays", "Emplacement", "Locatie", "Vestiging", "Standplaats", "Ubicación", "País", "Sede", "Località", "Paese",
            "Lokalizacja", "Kraj", "Miejsce pracy",
        ],
        [UserField.JobTitle] =
        [
            "Position", "Stelle", "Stellenbezeichnung", "Berufsbezeichnung", "Fonction", "Poste", "Intitulé du poste", "Functie", "Functietitel", "Puesto", "Cargo", "Mansione", "Qualifica",
            "Stanowisko",
        ],
        [UserField.ExternalId] =
        [
            "Externe ID", "Benutzer-ID", "Identifiant externe", "ID externe", "ID utilisateur", "Extern ID", "Gebruikers-ID", "ID externo", "ID de usuario", "ID esterno", "ID utente",
            "Identyfikator zewnętrzny", "Identyfikator użytkownika", "ID użytkownika",
        ],
        [UserField.SsoOnly] = ["Nur SSO", "SSO uniquement", "SSO seulement", "Alleen SSO", "Solo SSO", "Sólo SSO", "Tylko SSO"],
        [UserField.Active] =
        [
            "Aktiv", "Kontostatus", "Benutzerstatus", "Aktiviert", "Actif", "Statut", "Statut du compte", "État du compte", "Actief", "Accountstatus", "Activo", "Estado", "Estado de la cuenta",
            "Attivo", "Stato", "Stato dell'account", "Aktywny", "Aktywne", "Stan konta", "Status konta",
        ],
        [UserField.Inactive] =
        [
            "Inaktiv", "Deaktiviert", "Gesperrt", "Inactif", "Désactivé", "Bloqué", "Inactief", "Geblokkeerd", "Uitgeschakeld", "Inactivo", "Desactivado", "Bloqueado", "Inattivo", "Disattivato", "Bloccato",
            "Nieaktywny", "Zablokowany", "Wyłączony",
        ],
        [UserField.LastLoginAt] =
        [
            "Letzte Anmeldung", "Letzter Login", "Zuletzt angemeldet", "Dernière connexion", "Date de dernière connexion", "Laatste aanmelding", "Laatste login", "Laatst ingelogd",
            "Último inicio de sesión", "Último acceso", "Ultimo accesso", "Ultimo login", "Ostatnie logowanie",
        ],
        [UserField.LoginCount] =
        [
            "Anzahl Anmeldungen", "Anzahl der Anmeldungen", "Anmeldungen", "Nombre de connexions", "Aantal aanmeldingen", "Aantal logins", "Número de accesos", "Número de inicios de sesión",
            "Numero di accessi", "Liczba logowań",
        ],
        [UserField.CreatedAt] =
        [
            "Erstellt am", "Erstellt", "Erstellungsdatum", "Angelegt am", "Créé le", "Date de création", "Aangemaakt op", "Aanmaakdatum", "Creado el", "Fecha de creación", "Creato il", "Data di creazione",
            "Utworzono", "Data utworzenia",
        ],
        [UserField.DeactivatedAt] =
        [
            "Deaktiviert am", "Deaktivierungsdatum", "Désactivé le", "Date de désactivation", "Gedeactiveerd op", "Datum van deactivering", "Desactivado el", "Fecha de desactivación",
            "Disattivato il", "Data di disattivazione", "Dezaktywowano", "Data dezaktywacji",
        ],
    };

    /// <summary>Each name as columns are compared, letters and digits in lower case, also without its accents; with the field that it stands for.</summary>
    public static IEnumerable<KeyValuePair<string, UserField>> Keys => ByField.SelectMany(names => names.Value
        .SelectMany(name => new[] { Key(name), Key(WithoutAccents(name)) })
        .Distinct(StringComparer.Ordinal)
        .Select(key => KeyValuePair.Create(key, names.Key)));

    private static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string WithoutAccents(string name) => string.Concat(name.Replace('ł', 'l').Normalize(NormalizationForm.FormD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));
}
