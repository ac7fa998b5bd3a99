BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'The filter of users' {
    BeforeAll {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Admin -Department Press -LastLoginAt 2026-01-10 -CreatedAt 2025-01-01
        $null = New-PermUser bob -Profile Editor -Department 'Human resources' -LastLoginAt 2026-03-01 -CreatedAt 2025-01-01
        $null = New-PermUser cid -Inactive -JobTitle 'Head of "things"'
        $day = [datetime]'2026-02-01'
        $person = [pscustomobject]@{ Team = 'press' }
    }

    It 'finds <Expected> by { <Filter> }, as a script block and as text' -ForEach @(
        @{ Filter = "Department -eq 'press'"; Expected = 'ann' }
        @{ Filter = '$_.Department -eq "Press"'; Expected = 'ann' }
        @{ Filter = "Department -like '* res*' -or Enabled -eq `$false"; Expected = 'bob', 'cid' }
        @{ Filter = "LastLogonDate -lt `$day"; Expected = 'ann' }
        @{ Filter = "LastLoginAt -ge '2026-02-01' -and -not (ProfileName -eq 'Admin')"; Expected = 'bob' }
        @{ Filter = '$_.LastLoginAt -eq $null'; Expected = 'cid' }
        @{ Filter = 'Department -eq $person.Team'; Expected = 'ann' }
        @{ Filter = '(Tier -eq "Heavy") -or (Tier -eq "Light")'; Expected = 'ann', 'cid' }
        @{ Filter = '!$_.IsActive'; Expected = 'cid' }
        @{ Filter = 'SamAccountName -like "*" -and UserName -ne "ann"'; Expected = 'bob', 'cid' }
        @{ Filter = "JobTitle -eq 'Head of `"things`"'"; Expected = 'cid' }
    ) {
        (Get-PermUser -Filter ([scriptblock]::Create($Filter))).UserName | Should -Be $Expected
        (Get-PermUser -Filter $Filter).UserName | Should -Be $Expected
    }

    It 'takes a star for everybody, and combines with other filters' {
        (Get-PermUser -Filter *).UserName | Should -Be ann, bob, cid
        (Get-PermUser -Filter { Department -ne $null } -Profile Editor).UserName | Should -Be bob
        (Export-PermUser "$TestDrive/some.csv" -Filter { UserName -eq 'ann' }).FullName | Import-Csv | ForEach-Object UserName | Should -Be ann
    }

    It 'refuses { <Filter> } and says what can be asked' -ForEach @(
        @{ Filter = 'Get-Date' }
        @{ Filter = '$_.UserName.Length -gt 2' }
        @{ Filter = '$_.UserName -match "a"' }
        @{ Filter = 'Department -eq (Get-Content secret)' }
        @{ Filter = 'Department -eq $person.ToString()' }
        @{ Filter = 'Shoe -eq 43' }
        @{ Filter = 'LoginCount -gt "many"' }
        @{ Filter = 'Department -lt "x"' }
        @{ Filter = 'Department -eq "a"; Remove-Item x' }
    ) {
        { Get-PermUser -Filter ([scriptblock]::Create($Filter)) -ErrorAction Stop } | Should -Throw -ErrorId 'FilterNotSupported,PermModule.Commands.GetPermUserCommand'
    }

    It 'never runs what it is given' {
        $script:wasRun = $false
        { Get-PermUser -Filter { $script:wasRun = $true } -ErrorAction Stop } | Should -Throw
        $script:wasRun | Should -BeFalse
    }

    It 'lets users be named by -Identity' {
        (Get-PermUser -Identity ann).UserName | Should -Be ann
        (Set-PermUser -Identity ann -Department Sales -PassThru).Department | Should -Be Sales
        Set-PermUser -Identity ann -Department Press
    }
}
