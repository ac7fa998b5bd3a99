# What a view shows as a time is what -After and -Before read, in every zone and culture.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    function Invoke-Elsewhere {
        # Runs code in a PowerShell of its own, in another zone and culture.
        param([string] $Zone, [string] $Culture, [string] $Code)
        $before = $env:TZ
        try {
            $env:TZ = $Zone
            pwsh -NoProfile -NonInteractive -Command "[cultureinfo]::CurrentCulture = '$Culture'; `$PSStyle.OutputRendering = 'PlainText'; Import-Module '$($manifest.FullName)'; `$null = Connect-PermStore '$path'; $Code"
        }
        finally { $env:TZ = $before }
    }
    $path = (New-TestStore).Path
    $null = New-PermUser ann -CreatedAt 2026-01-31T23:30:00Z -LastLoginAt 2026-01-31T23:30:00Z
    Disconnect-PermStore
}

Describe 'Times in <Zone> and <Culture>' -ForEach @(
    @{ Zone = 'America/New_York'; Culture = 'en-US'; Offset = '-05:00'; Day = '2026-01-31' }
    @{ Zone = 'Asia/Kolkata'; Culture = 'de-DE'; Offset = '+05:30'; Day = '2026-02-01' }
    @{ Zone = 'UTC'; Culture = 'ar-SA'; Offset = 'Z'; Day = '2026-01-31' }
    @{ Zone = 'Europe/Oslo'; Culture = 'th-TH'; Offset = '+01:00'; Day = '2026-02-01' }
) {
    It 'are shown in local time with the zone, and read back' {
        $lines = Invoke-Elsewhere $Zone $Culture -Code '
            $last = Get-PermAuditEvent -Newest 1
            $shown = [regex]::Match(($last | Format-Table | Out-String -Width 200), "\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*").Value
            $shown
            (Get-PermAuditEvent -After $shown | Select-Object -Last 1).Id -eq $last.Id
            @(Get-PermAuditEvent -Before $shown | Where-Object Id -eq $last.Id).Count
            (Get-PermAuditEvent -After $shown.Substring(0, 19) | Select-Object -Last 1).Id -eq $last.Id
            ((Get-PermUser ann | Format-List | Out-String) -split "\n" | Select-String "Created").Line.Trim()
            [regex]::Match((Get-PermUser ann | Format-Table | Out-String -Width 200), "2026-\d\d-\d\d").Value'
        $lines[0] | Should -Match "^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$"
        $lines[1..3] | Should -Be 'True', '0', 'True'
        $lines[4] | Should -BeLike "Created*$Day *$Offset"
        $lines[5] | Should -BeExactly $Day
    }

    It 'are read the same as text' {
        $lines = Invoke-Elsewhere $Zone $Culture -Code '
            @(Get-PermAuditEvent).Count
            @(Get-PermAuditEvent -After "01/02/2026" -Before "12/31/2100").Count
            @(Get-PermAuditEvent -After 2026-01-02T00:00:00.123456789Z).Count
            @(Get-PermAuditEvent -After ([datetime]::UtcNow.AddDays(-1))).Count
            try { Get-PermAuditEvent -After "31.12.2026" } catch { "refused" }'
        $lines[1..4] | Should -Be $lines[0], $lines[0], $lines[0], 'refused'
    }

    It 'are refused where they would be another moment' {
        $lines = Invoke-Elsewhere $Zone $Culture -Code '
            foreach ($text in "1.11.2026", "01.11.2026 10:00", "1. 11. 2026", "1.11.26", "1405/9/10", "2569-12-01", "12/1/2569 10:00") {
                try { $null = Get-PermAuditEvent -After $text; "read" } catch { "$_" -like "*no date*2026-01-31*" }
            }
            foreach ($text in "1900-01-01", "1.11.2026") {
                try { $null = Clear-PermPersonalData -RemovedBefore $text -Confirm:$false; "read" } catch { "refused" }
            }
            try { $null = New-PermUser new -LastLoginAt "04.03.2026 05:06:07 +00:00"; "read" } catch { "refused" }'
        $lines | Should -Be (@('True') * 7 + 'read', 'refused', 'refused')
    }

    It 'may be the first or the last there is, or a day without a time' {
        $lines = Invoke-Elsewhere $Zone $Culture -Code '
            @(Get-PermAuditEvent).Count
            @(Get-PermAuditEvent -After ([datetime]::MinValue) -Before ([datetime]::MaxValue)).Count
            @(Get-PermAuditEvent -After ([DateOnly]::FromDateTime([datetime]::Now.AddDays(-1)))).Count'
        $lines[1..2] | Should -Be $lines[0], $lines[0]
    }
}

Describe 'A time that was read back' {
    It 'is shown like the first: <_>' -ForEach 'Clixml', 'Job' {
        $null = Connect-PermStore $path
        $user = Get-PermUser ann
        $file = "$TestDrive/user.xml"
        $back = switch ($_) {
            'Clixml' { $user | Export-Clixml $file; Import-Clixml $file }
            'Job' { $user | Start-Job { $input } | Receive-Job -Wait -AutoRemoveJob }
        }
        $pattern = '(?m)^(LastLogin|Created|Tier)\s*:.*$'
        [regex]::Matches(($back | Format-List | Out-String), $pattern).Value | Should -Be ([regex]::Matches(($user | Format-List | Out-String), $pattern).Value)
        Disconnect-PermStore
    }
}

Describe 'Filters that exclude each other' {
    It 'are refused: <Name>' -ForEach @(
        @{ Name = 'active and inactive users'; Do = { Get-PermUser -Active -Inactive } }
        @{ Name = 'active and inactive users of an export'; Do = { Export-PermUser "$TestDrive/x.csv" -Active -Inactive } }
        @{ Name = 'inactive users who may use a right'; Do = { Get-PermUser -Inactive -Right * } }
        @{ Name = 'never signed in and not seen'; Do = { Get-PermUser -NeverSignedIn -NotSeenFor 3 } }
        @{ Name = 'the first and the newest events'; Do = { Get-PermAuditEvent -First 1 -Newest 1 } }
        @{ Name = 'events after a time that is not before the other'; Do = { Get-PermAuditEvent -After 2026-02-01 -Before 2026-01-01 } }
    ) {
        $null = New-TestStore
        $errors = try { & $Do 2>&1 } catch { $_ }
        ($errors.FullyQualifiedErrorId -split ',')[0] | Should -Be 'ConflictingFilters'
    }

    It 'and those that are null leave nobody out: <_>' -ForEach 'Get-PermUser -Profile $null', 'Get-PermUser -Tier $null', 'Get-PermUser -NotSeenFor $null', 'Get-PermUser -Right $null', 'Get-PermUser -UserName $null' {
        $null = New-TestStore
        { & ([scriptblock]::Create($_)) } | Should -Throw
    }
}

Describe 'Numbers of seats and days' {
    BeforeEach { $null = New-TestStore }

    It 'that PowerShell would make up are refused: -Heavy <_>' -ForEach "''", "' '", '$false', '$true', '1.5', "'1,000'", "'ten'", '@()', '(Get-Date)' {
        { & ([scriptblock]::Create("Set-SeatContract -Heavy $_")) } | Should -Throw
        (Get-SeatContract).Heavy | Should -BeNullOrEmpty
    }

    It 'are taken: -Heavy <Value>' -ForEach @(@{ Value = '7'; Seats = 7 }, @{ Value = "'7'"; Seats = 7 }, @{ Value = '7.0'; Seats = 7 }, @{ Value = '0'; Seats = 0 }, @{ Value = '$null'; Seats = $null }, @{ Value = 'unlimited'; Seats = $null }) {
        $null = Set-SeatContract -Heavy 3
        (& ([scriptblock]::Create("Set-SeatContract -Heavy $Value"))).Heavy | Should -Be $Seats
    }

    It 'that are no days are refused: <_>' -ForEach 'Get-PermUser -NotSeenFor 1.5', "Get-PermUser -NotSeenFor ''", 'Get-PermUser -NotSeenFor $true', "Get-PermUser -NotSeenFor 12h", 'Get-PermUser -NotSeenFor ([timespan]"1.12:00")', 'Get-WaitingRoomItem -OlderThan 2', "Get-WaitingRoomItem -OlderThan '2'", 'Get-WaitingRoomItem -OlderThan 2.5', 'Get-WaitingRoomItem -OlderThan $true' {
        { & ([scriptblock]::Create($_)) } | Should -Throw
    }

    It 'are days: <_>' -ForEach 'Get-PermUser -NotSeenFor 2', 'Get-PermUser -NotSeenFor 2d', "Get-PermUser -NotSeenFor '2d'", 'Get-PermUser -NotSeenFor ([timespan]"2")', 'Get-WaitingRoomItem -OlderThan 2d', '$two = 2d; Get-WaitingRoomItem -OlderThan $two' {
        { & ([scriptblock]::Create($_)) } | Should -Not -Throw
    }
}

Describe 'A name that is one or two letters off' {
    It 'is answered with the name that was meant: <Command>' -ForEach @(
        @{ Command = 'Get-PermUser anm'; Meant = 'ann' }
        @{ Command = 'Set-PermUser an -Department X'; Meant = 'ann' }
        @{ Command = 'Remove-PermUser annn -Confirm:$false'; Meant = 'ann' }
        @{ Command = 'Get-PermProfile Viewr'; Meant = 'Viewer' }
        @{ Command = 'Set-PermUser ann -Profile Edtior'; Meant = 'Editor' }
        @{ Command = 'Get-PermGroup Marketng'; Meant = 'Marketing' }
        @{ Command = 'Add-PermGroupMember Markting ann'; Meant = 'Marketing' }
        @{ Command = 'Get-PermRight "Uplod assets"'; Meant = 'Upload assets' }
        @{ Command = 'Get-PermSolution "Aset Bank"'; Meant = 'Asset Bank' }
        @{ Command = 'Get-PermAuditRule StaleRequst'; Meant = 'StaleRequest' }
    ) {
        $null = New-TestStore
        $null = New-PermGroup Marketing
        $null = New-PermUser ann
        $errors = try { & ([scriptblock]::Create($Command)) 2>&1 } catch { $_ }
        "$errors" | Should -BeLike "*Did you mean '$Meant'`?*"
    }

    It 'is not answered with just any name' {
        $null = New-TestStore
        "$(Get-PermProfile Xxxxxx 2>&1)" | Should -Not -BeLike '*Did you mean*'
    }
}
