using Microsoft.Data.Sqlite;

namespace PermModule.Storage;

/// <summary>Copies a store while others use it.</summary>
internal static class StoreBackup
{
    /// <summary>Writes one consistent state of the store to a new file that only its owner can read.</summary>
    /// <exception cref="PermAlreadyExistsException"><c>FileAlreadyExists</c>.</exception>
    public static void Copy(StoreSession session, string path, bool overwrite)
    {
        string partial = path + ".partial";
        if (!overwrite && File.Exists(path))
        {
            throw new PermAlreadyExistsException("FileAlreadyExists", $"'{path}' already exists. Choose another path or use -Force.", path);
        }

        StoreFile.Delete(partial);
        StoreFile.CreateFile(partial);
        try
        {
            using (SqliteConnection target = new(new SqliteConnectionStringBuilder { DataSource = partial, Pooling = false }.ToString()))
            {
                target.Open();
                session.Connection.BackupDatabase(target);
            }

            File.Move(partial, path, overwrite);
        }
        catch (SqliteException error)
        {
            throw session.Translate(error);
        }
        finally
        {
            StoreFile.Delete(partial);
        }
    }
}
