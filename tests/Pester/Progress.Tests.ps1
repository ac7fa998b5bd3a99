# What takes long shows how far it is and how long it still takes: on a store large enough to take a while.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:path = (New-TestStore).Path
    Set-Content "$TestDrive/people.csv" (@('UserName') + (1..50000 | ForEach-Object { "user$_" }))
    $null = New-PermUser gone
    $null = Remove-PermUser gone -Confirm:$false
    $script:before = [datetimeoffset]::UtcNow
    $null = Import-PermUser "$TestDrive/people.csv"
    $null = Disconnect-PermStore
}

Describe 'Progress of <Activity>' -ForEach @(
    @{ Activity = 'Checking the store'; Line = 'Test-PermStore' }
    @{ Activity = 'Backing up the store'; Line = 'Backup-PermStore "$folder/backup.db"' }
    @{ Activity = 'Checking the backup'; Line = '$null = Backup-PermStore "$folder/backup.db"; Restore-PermStore "$folder/backup.db" "$folder/restored.db" -Force' }
    # Whoever takes the differences takes their time, since the comparison may be over before anything is shown.
    @{ Activity = 'Comparing the stores'; Line = 'Compare-PermStore "$folder/other.db" -Kind User, Membership | ForEach-Object { if (-not ($n++ % 10000)) { Start-Sleep -Milliseconds 300 } }' }
    @{ Activity = 'Working out the past'; Line = 'Get-SeatUsage -AsOf $before' }
    @{ Activity = 'Working out the past'; Line = 'Compare-PermStore -ReferenceAsOf $before -Kind Contract' }
    @{ Activity = 'Undoing a change'; Line = 'Get-PermAuditEvent -Action UserCreated -Newest 1 | Undo-PermChange' }
    # Last, since undoing the import has doubled the trail, all of which is read.
    @{ Activity = 'Erasing personal data'; Line = 'Clear-PermPersonalData gone -Confirm:$false' }
) {
    It 'names what is in hand and the percentage, and goes when it is done' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("
            `$folder = '$TestDrive'
            `$before = [datetimeoffset]'$($before.ToString('o'))'
            Import-Module '$($script:manifest.FullName)'
            `$null = New-PermStore `"`$folder/other.db`" -Force -Confirm:`$false
            `$null = Connect-PermStore '$path'
            $Line").Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shown = @($shell.Streams.Progress | Where-Object Activity -EQ $Activity)
        $shell.Dispose()
        @($shown | Where-Object { $_.PercentComplete -gt 0 -and $_.StatusDescription }) | Should -Not -BeNullOrEmpty
        $shown[-1].RecordType | Should -Be Completed
    }
}
